"""Text that was written in one encoding and read in another before it came here. It is told, never repaired unless that is declared."""

import codecs
import re
from typing import Any

from .contents import Content
from .failures import UnprovenEncoding

TWICE = "utf-8-twice"
WESTERN = "Windows-1252 or Latin-1"
LOOKED_AT = 2**18
RUN = re.compile(r"[^\x00-\x7f\ufffd]{3,}")
CHINESE = "\u2e80"
"""Where Chinese characters begin: a few garbled quotation marks among Western text are no reason to refuse a file."""
FEW_RUNS, FEW_SIGNS = 3, 20
HALF, QUARTER = 0.5, 0.25


def refuse_misread(content: Content, encoding: str) -> None:
    """UnprovenEncoding where most of the beginning is text in UTF-8 that somebody read as Western or GBK text and wrote again, or Big5."""
    first = next(content.blocks(LOOKED_AT), b"")
    text = codecs.getincrementaldecoder(encoding)("ignore").decode(first)
    if encoding == "utf-8" and _share(text, WESTERN) > HALF:
        raise _twice(content.name)
    if encoding == "utf-8" and _share(text, "gb18030") > HALF:
        raise _lost(content.name)
    if encoding == "gb18030" and _is_big5(first, text):
        raise _big5(content.name)


def is_twice(content: Content) -> bool:
    """Whether the beginning, which is UTF-8, is UTF-8 in UTF-8."""
    first = next(content.blocks(LOOKED_AT), b"")
    return _share(first.decode(errors="ignore"), WESTERN) > HALF


def _share(text: str, through: str) -> float:
    """How many of the runs without ASCII become text of fewer characters when they go back the way they came."""
    runs = list(dict.fromkeys(RUN.findall(text)))
    return sum(_goes_back(r, through) for r in runs) / len(runs) if len(runs) >= FEW_RUNS else 0.0


def _goes_back(run: str, through: str) -> bool:
    try:
        written = _as_western(run) if through == WESTERN else run.encode(through)
        came = codecs.getincrementaldecoder("utf-8")().decode(written)  # the last character may be cut
        return len(came) < len(run) and any(c >= CHINESE for c in came)
    except UnicodeError:
        return False


def _as_western(text: str) -> bytes:
    """The bytes that were read as Windows-1252 or Latin-1."""
    return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)


def _is_big5(raw: bytes, text: str) -> bool:
    """GB 18030 fits the bytes of Big5, too, but makes characters of them that nobody uses."""
    signs = [c for c in text if c > "\x7f"]
    rare = sum(not _is_encodable(c, "gb2312") for c in signs)
    if len(signs) < FEW_SIGNS or rare < len(signs) * QUARTER:
        return False
    try:
        codecs.getincrementaldecoder("cp950")().decode(raw)
    except UnicodeDecodeError:
        return False
    return True


def _is_encodable(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class _Twice(codecs.IncrementalDecoder):
    """UTF-8 that was read as Windows-1252 and written as UTF-8 again, back to what it was."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._outer = codecs.getincrementaldecoder("utf-8")(errors)
        self._inner = codecs.getincrementaldecoder("utf-8")(errors)

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]  # noqa: FBT001, FBT002
        try:
            western = _as_western(self._outer.decode(bytes(data), final))
        except UnicodeEncodeError as error:
            raise UnicodeDecodeError(TWICE, bytes(data), 0, 1, "text that was written once") from error
        return self._inner.decode(western, final)


def _encoded(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return text.encode("utf-8", errors).decode("latin-1").encode(), len(text)


def _decoded(data: Any, errors: str = "strict") -> tuple[str, int]:
    return _Twice(errors).decode(bytes(data), final=True), len(data)


def _found(name: str) -> codecs.CodecInfo | None:
    is_it = name.replace("_", "-") == TWICE
    return codecs.CodecInfo(_encoded, _decoded, incrementaldecoder=_Twice, name=TWICE) if is_it else None


codecs.register(_found)


def _twice(name: str) -> UnprovenEncoding:
    return UnprovenEncoding(
        f"“{name}”中的汉字是乱码：UTF-8 文本被当作西文读入后又存了一遍（如“æˆéƒ½”本是“成都”），没有装载任何记录。"
        f"请从原系统重新导出；确实只有这一份时，在声明中写明 encodings: [{TWICE}]。",
        f"'{name}' is garbled: text in UTF-8 was read as Western text and written again. Nothing was loaded. "
        f"Export it again; if there is no other copy, declare 'encodings: [{TWICE}]'.",
    )


def _lost(name: str) -> UnprovenEncoding:
    return UnprovenEncoding(
        f"“{name}”中的汉字是乱码：UTF-8 文本被当作 GBK 读入后又存了一遍（如“鎴愰兘”本是“成都”），部分字节已经丢失，"
        "没有装载任何记录。请从原系统重新导出。",
        f"'{name}' is garbled: text in UTF-8 was read as GBK and written again, and bytes were lost. Nothing was loaded. Export it again.",
    )


def _big5(name: str) -> UnprovenEncoding:
    return UnprovenEncoding(
        f"“{name}”看来是 Big5 编码的繁体文本，没有装载任何记录。请在声明中写明 encodings: [big5]，或另存为“CSV UTF-8”。",
        f"'{name}' looks like text in Big5. Nothing was loaded. Declare 'encodings: [big5]', or save it as 'CSV UTF-8'.",
    )
