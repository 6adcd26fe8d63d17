"""The key that signs packages, and what the public zone knows of it. Ed25519; another algorithm (SM2) is one more entry in `ALGORITHMS`.

The private key stays in the internal home, readable by its owner alone. The public zone gets the other half by hand: whoever carries it
vouches for it.
"""

import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tianfu.model import Text

from .failures import BadKey, BadPackage

FOLDER, PRIVATE, PUBLIC = "release", "private.key.json", "public.key.json"
CONTEXT = b"tianfu release package\n"
"""Signed before every manifest: no signature made for something else is one of a package."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Signs for one installation."""

    installation: str
    algorithm: str
    private: bytes

    def sign(self, data: bytes) -> bytes:
        return ALGORITHMS[self.algorithm].sign(self.private, CONTEXT + data)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whose packages are taken."""

    installation: str
    algorithm: str
    public: bytes

    def check(self, data: bytes, signature: bytes) -> None:
        """BadPackage if the trusted key has not signed the data."""
        if not ALGORITHMS[self.algorithm].holds(self.public, CONTEXT + data, signature):
            raise BadPackage(Text(zh="签名不符：清单不是由受信任的密钥签署的", en="the signature does not hold"))


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How keys of a kind are made, sign and are checked: bytes in, bytes out."""

    make: Callable[[], tuple[bytes, bytes]]
    sign: Callable[[bytes, bytes], bytes]
    holds: Callable[[bytes, bytes, bytes], bool]


def make_keys(home: Path) -> Trusted:
    """A new pair in the internal home; the one that is there is kept. The public half lies beside it, to be carried over."""
    folder = home / FOLDER
    if (folder / PRIVATE).exists():
        return trusted(home)
    folder.mkdir(parents=True, exist_ok=True)
    installation, algorithm = uuid4().hex, "ed25519"
    private, public = ALGORITHMS[algorithm].make()
    about = {"installation": installation, "algorithm": algorithm}
    _write(folder / PUBLIC, {**about, "public": public.hex()}, 0o644)
    _write(folder / PRIVATE, {**about, "private": private.hex()}, 0o600)
    return Trusted(installation, algorithm, public)


def signing_key(home: Path) -> SigningKey:
    """The private key; BadKey if there is none, or if others may read it."""
    path = home / FOLDER / PRIVATE
    said = _read(path, Text(zh="请先运行 tianfu release keys", en="run 'tianfu release keys' first"))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadKey(Text(zh=f"签名私钥 {path} 可被他人读取，请执行 chmod 600", en=f"others may read the signing key {path}: chmod 600 it"))
    return SigningKey(said["installation"], said["algorithm"], bytes.fromhex(said["private"]))


def trusted(home: Path) -> Trusted:
    """The public key that this home trusts; BadKey if none was brought."""
    return _trusted(home / FOLDER / PUBLIC)


def trust(home: Path, file: Path) -> Trusted:
    """Takes the public key from a file that was carried over. Another key than before is refused: first remove the old one knowingly."""
    brought, path = _trusted(file), home / FOLDER / PUBLIC
    if path.exists() and (known := _trusted(path)) != brought:
        zh = f"{path} 已信任另一把公钥（{known.installation[:8]}）；确需更换，请先移走该文件"
        raise BadKey(Text(zh=zh, en=f"{path} trusts another key ({known.installation[:8]}); to change it, move that file away first"))
    about = {"installation": brought.installation, "algorithm": brought.algorithm, "public": brought.public.hex()}
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, about, 0o644)
    return brought


def _trusted(path: Path) -> Trusted:
    hint = Text(zh="请把内部区的公钥带来：tianfu release trust 文件", en="bring the public key: tianfu release trust FILE")
    said = _read(path, hint)
    return Trusted(said["installation"], said["algorithm"], bytes.fromhex(said["public"]))


def _read(path: Path, hint: Text) -> Mapping[str, str]:
    try:
        said: dict[str, str] = json.loads(path.read_bytes())
        if said["algorithm"] in ALGORITHMS and said["installation"] and bytes.fromhex(said.get("public") or said["private"]):
            return said
    except FileNotFoundError:
        raise BadKey(Text(zh=f"没有密钥 {path}。{hint.zh}", en=f"there is no key {path}: {hint.en}")) from None
    except (ValueError, KeyError, TypeError):
        pass
    raise BadKey(Text(zh=f"密钥文件 {path} 不能识别", en=f"the key file {path} cannot be read"))


def _write(path: Path, said: Mapping[str, str], mode: int) -> None:
    """The whole file or none, with its mode from the first byte on."""
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        json.dump(said, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _make() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _sign(private: bytes, data: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).sign(data)


def _holds(public: bytes, data: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


ALGORITHMS: Mapping[str, Algorithm] = {"ed25519": Algorithm(_make, _sign, _holds)}
