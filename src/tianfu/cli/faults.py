"""Errors that people can mend, as a sentence and an exit code.

An error that is not listed here is a mistake of ours and keeps its trace.
"""

import errno
import sys
from collections.abc import Callable

from tianfu.catalogue.registry import UnknownDataset
from tianfu.model import DeclarationError, ExitCode, Refused, Text

from .language import Language

Said = tuple[ExitCode, Text]


def explained(error: Exception, lang: Language) -> int:
    """Writes the sentence to standard error and gives the exit code; raises what it does not know."""
    code, text = said(error)
    sys.stderr.write(((text.en or text.zh) if lang == "en" else text.zh) + "\n")
    return int(code)


def said(error: Exception) -> Said:
    """Exit code and sentence of an error; the error itself when nobody can mend it from the outside."""
    for kind, words in _KNOWN.items():
        if isinstance(error, kind):
            return words(error)
    by_name = _BY_NAME.get(type(error).__name__)
    if by_name is None:
        raise error
    return by_name(error)


def _declaration(error: Exception) -> Said:
    return ExitCode.problems, Text(zh=str(error))


def _unknown(error: Exception) -> Said:
    return ExitCode.not_found, Text(zh=f"没有这个数据集：{error}", en=str(error))


def _refused(error: Exception) -> Said:
    reasons = error.decision.reasons if isinstance(error, Refused) else ()
    return ExitCode.refused, Text(
        zh="不允许读取：" + "；".join(r.zh for r in reasons), en="refused: " + "; ".join(r.en or r.zh for r in reasons)
    )


def _of_the_system(error: Exception) -> Said:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOSPC:
        return ExitCode.failed, Text(zh=f"磁盘已满：{error}。请腾出空间后重试，未完成的装载不会留下半份数据。",
                                     en=f"the disk is full: {error}. Free some space and try again; nothing is half loaded.")  # fmt: skip
    if number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return ExitCode.failed, Text(zh=f"没有权限：{error}", en=f"no permission: {error}")
    if isinstance(error, FileNotFoundError):
        return ExitCode.not_found, Text(zh=f"没有找到：{error.filename or error}", en=f"not found: {error.filename or error}")
    raise error


def _plainly(code: ExitCode, zh: str) -> Callable[[Exception], Said]:
    return lambda error: (code, Text(zh=f"{zh}：{error}", en=str(error)))


_KNOWN: dict[type[Exception], Callable[[Exception], Said]] = {
    DeclarationError: _declaration,
    UnknownDataset: _unknown,
    Refused: _refused,
}
_BY_NAME: dict[str, Callable[[Exception], Said]] = {
    "Busy": _plainly(ExitCode.busy, "正忙"),
    "MissingFiles": _plainly(ExitCode.not_found, "没有找到文件"),
    "QueryRefused": _plainly(ExitCode.refused, "查询不被允许"),
    "PortTaken": _plainly(ExitCode.failed, "端口已被占用"),
    "MissingInput": _plainly(ExitCode.not_found, "缺少输入"),
}
