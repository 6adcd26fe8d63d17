"""What the checks say in English, in Chinese for the form."""

import re
from collections.abc import Sequence

from tianfu.model import Text

PATH = re.compile(r"^[a-z_]+(\.\w+)*: ")
"""Where in the file: the form shows it by where the words stand."""
PLACED = re.compile(r"(?<=is missing)( in [\w.]+|; expected one of $)")
NEAR = r"(?:; did you mean '(?P<near>[^']*)'\?)?"
SENTENCES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern + NEAR, re.DOTALL), zh)
    for pattern, zh in (
        (r"'(?P<a>\w+)' is missing.*?", "请填写这一项"),
        (r"there is no '(?P<a>.*?)'", "没有“{a}”"),
        (r"column '(?P<a>.*?)' is not declared", "没有名为“{a}”的数据项"),
        (r"column '(?P<a>.*?)' is declared twice", "数据项“{a}”重复"),
        (r"'(?P<a>.*?)' is not one of (?P<b>.*?)", "“{a}”不在可选之列：{b}"),
        (r"(?P<c>\w+) '(?P<a>.*?)' is not one of (?P<b>.*?)", "“{a}”不在可选之列：{b}"),
        (r"'(?P<a>\w+)' is missing; expected one of (?P<b>.*?)", "请选择：{b}"),
        (r"'(?P<a>.*?)' is not a name: .*?", "“{a}”不能作名称：小写英文字母开头，只含小写字母、数字和下划线"),
        (r"'(?P<a>.*?)' is not known here(?:; known here: (?P<b>.*?))?", "这里没有“{a}”这一项"),
        (r"'(?P<a>.*?)' is not among the stewards of pack.yaml; add it there", "“{a}”不在 pack.yaml 的 stewards 中，请先加入"),
        (r"'(?P<a>.*?)' is no pattern: (?P<b>.*?)", "“{a}”不是可用的正则：{b}"),
        (r"a door that is 'never' needs a basis: .*?", "不予共享、开放或运营须写明依据：法律、行政法规或者国务院决定，具体到条"),
        (r"give low, high or both", "最小值、最大值至少填一个"),
        (r"low (?P<a>\S+) lies above high (?P<b>\S+)", "最小值 {a} 大于最大值 {b}"),
        (r"mode 'upsert' finds rows by their key: declare a key", "“更新”按主键查找记录，请填写主键"),
        (r"unpivot makes several rows of one record: declare a key", "一条记录转成多行时须有主键"),
        (r"mode 'append' would add the whole table each time: declare a cursor", "“追加”会每次重复整表，请声明 cursor"),
        (r"no function '(?P<a>.*?)' in (?P<b>\S+?)", "{b} 中没有函数“{a}”"),
        (r"unable to parse string as an integer, got (?P<a>.*?)|input should be a valid integer.*?", "应为整数"),
        (r"input should be a valid decimal.*?", "应为数字"),
        (r"(?:string|text) should have at most (?P<a>\d+) characters.*?", "最多 {a} 个字"),
        (r"input should be (?:greater|less) than.*?", "超出范围：级别为 1 至 6"),
    )
)


def said(message: str) -> Text:
    """
    >>> said("columns.2.element: there is no 'txt'; did you mean 'text'?").zh
    '没有“txt”，是不是“text”？'
    """
    plain = PLACED.sub("", PATH.sub("", message, count=1))
    for pattern, zh in SENTENCES:
        if found := pattern.fullmatch(plain):
            parts = {k: v or "" for k, v in found.groupdict().items()}
            near = f"，是不是“{parts['near']}”？" if parts.get("near") else ""
            return Text(zh=zh.format_map(parts) + near, en=plain)
    return Text(zh=f"不符合要求：{plain}", en=plain)
