"""Errors that people can mend, as a sentence and an exit code.

An error that is not listed here is a mistake of ours and keeps its trace.
"""

import errno
import sys

from tianfu.catalogue import UnknownDataset
from tianfu.model import DeclarationError, ExitCode, Refused, Text

from .language import Language

CODES: dict[str, ExitCode] = {
    "Busy": ExitCode.busy,
    "Locked": ExitCode.busy,
    "UnknownDataset": ExitCode.not_found,
    "UnknownVersion": ExitCode.not_found,
    "ExpiredVersion": ExitCode.not_found,
    "MissingInput": ExitCode.not_found,
    "MissingFiles": ExitCode.not_found,
    "QueryRefused": ExitCode.refused,
    "ContractError": ExitCode.problems,
    "UnfitBrand": ExitCode.problems,
    "ClassifiedMark": ExitCode.refused,
    "NotReleasable": ExitCode.refused,
    "UnknownEntry": ExitCode.not_found,
    "IllegalStep": ExitCode.refused,
    "UnfitEntry": ExitCode.problems,
    "MountError": ExitCode.problems,
    "WordsRefused": ExitCode.problems,
    "WordsOvertaken": ExitCode.busy,
}
"""By name, so that explaining one room's error imports no other room. Further errors that have a `text` for people are `failed`."""


def explained(error: Exception, lang: Language) -> int:
    """Writes the sentence to standard error and gives the exit code; raises what nobody can mend from the outside."""
    code, text = said(error)
    sys.stderr.write(((text.en or text.zh) if lang == "en" else text.zh) + "\n")
    return int(code)


def said(error: Exception) -> tuple[ExitCode, Text]:
    """Exit code and sentence."""
    match error:
        case DeclarationError():
            return ExitCode.problems, Text(zh=str(error))
        case UnknownDataset():
            return ExitCode.not_found, Text(zh=f"没有这个数据集：{error}", en=str(error))
        case Refused(decision=decision):
            zh, en = "；".join(r.zh for r in decision.reasons), "; ".join(r.en or r.zh for r in decision.reasons)
            return ExitCode.refused, Text(zh=f"不允许读取 {error.dataset}：{zh}", en=f"{error.dataset} may not be read: {en}")
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return CODES.get(type(error).__name__, ExitCode.failed), text
    if isinstance(error, OSError):
        return _of_the_system(error)
    raise error


def _of_the_system(error: OSError) -> tuple[ExitCode, Text]:
    where = error.filename or error
    if error.errno == errno.ENOSPC:
        zh = f"磁盘已满（{where}）。请腾出空间后重试，未完成的装载不会留下半份数据。"
        return ExitCode.failed, Text(zh=zh, en=f"the disk is full ({where}). Free some space and try again; nothing is half loaded.")
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return ExitCode.failed, Text(zh=f"没有权限：{where}", en=f"no permission: {where}")
    if error.errno == errno.ENOENT:
        return ExitCode.not_found, Text(zh=f"没有找到：{where}", en=f"not found: {where}")
    raise error
