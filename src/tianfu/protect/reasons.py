"""Why the gate decides as it does, in words for the reader."""

from collections.abc import Sequence

from tianfu.model import Access, Dataset, Grant, Purpose, Reader, Text

SHOWN = 6


def operator() -> Text:
    return Text(
        zh="系统运行人员：可查看全部数据项，个人信息脱敏，每次读取均留痕。",
        en="Operator: every column, personal ones masked, each read journalled.",
    )


def mending() -> Text:
    return Text(
        zh="提供方更正本方报送的问题数据：显示报送时的原值，每次读取均留痕。",
        en="Whoever delivered the rows puts them right: values as delivered, each read journalled.",
    )


def steward(dataset: Dataset) -> Text:
    return Text(zh=f"本部门（{dataset.steward}）提供的数据。", en=f"Data of your own unit ({dataset.steward}).")


def is_open() -> Text:
    return Text(zh="无条件向社会开放的数据。", en="Open to the public unconditionally.")


def granted(grant: Grant) -> Text:
    doors = {"share": ("共享许可", "sharing grant"), "open": ("开放许可", "opening grant"), "use": ("使用许可", "use grant")}
    zh, en = doors[grant.door]
    until_zh, until_en = (f"，有效期至 {grant.valid_to}", f", valid to {grant.valid_to}") if grant.valid_to else ("", "")
    return Text(zh=f"依据{zh} {grant.id}{until_zh}。", en=f"By {en} {grant.id}{until_en}.")


def masked(columns: Sequence[str]) -> Text:
    return Text(zh=f"脱敏显示：{_list(columns)}。", en=f"Shown masked: {_list(columns)}.")


def hidden(columns: Sequence[str]) -> Text:
    return Text(zh=f"不显示：{_list(columns)}。", en=f"Not shown: {_list(columns)}.")


def filtered() -> Text:
    return Text(zh="只显示许可范围内的行。", en="Only the rows that the grant covers.")


def other_grants(ids: Sequence[str]) -> Text:
    return Text(zh=f"另有许可未用（一次读取只用一项许可）：{_list(ids)}。", en=f"Other grants, not used (a read uses one): {_list(ids)}.")


def not_yet(grant: Grant) -> Text:
    return Text(zh=f"许可 {grant.id} 自 {grant.valid_from} 起生效。", en=f"Grant {grant.id} takes effect on {grant.valid_from}.")


def ended(grant: Grant) -> Text:
    return Text(zh=f"许可 {grant.id} 已于 {grant.valid_to} 到期。", en=f"Grant {grant.id} ended on {grant.valid_to}.")


def other_purpose(grant: Grant, purpose: Purpose) -> Text:
    allowed = _list(grant.purposes)
    return Text(
        zh=f"许可 {grant.id} 的用途是 {allowed}，不含 {purpose.code}。", en=f"Grant {grant.id} is for {allowed}, not for {purpose.code}."
    )


def closed_door(grant: Grant, dataset: Dataset) -> Text:
    basis = dataset.sharing.basis
    return Text(zh=f"许可 {grant.id} 无效：该数据不予提供，依据{basis}。", en=f"Grant {grant.id} is void: the door is closed by {basis}.")


def filter_is_gone(grant: Grant, columns: Sequence[str]) -> Text:
    return Text(
        zh=f"许可 {grant.id} 按数据项 {_list(columns)} 限定行，该数据项已不存在，请提供部门重新签发。",
        en=f"Grant {grant.id} limits rows by {_list(columns)}, which no longer exists; ask the steward for a new one.",
    )


def no_column_left(grant: Grant) -> Text:
    return Text(
        zh=f"许可 {grant.id} 所列数据项已不存在或级别过高。", en=f"No column of grant {grant.id} is left, or their level is too high."
    )


def no_such_grant(named: str, dataset: Dataset) -> Text:
    return Text(zh=f"您没有 {dataset.id} 的许可 {named}。", en=f"You hold no grant {named} on {dataset.id}.")


def not_open(dataset: Dataset) -> Text:
    if dataset.sharing.to_public is Access.never:
        return Text(zh=f"不予开放，依据{dataset.sharing.basis}。", en=f"Not open to the public: {dataset.sharing.basis}.")
    return Text(zh="有条件开放，需要许可。", en="Open on request: a grant is needed.")


def nothing_open(dataset: Dataset) -> Text:
    return Text(zh=f"{dataset.id} 的数据项级别均不允许开放。", en=f"The level of every column of {dataset.id} is too high to be open.")


def problems_are_open() -> Text:
    return Text(zh="无条件开放数据的问题数据：原值按数据项脱敏。", en="Problem rows of open data: values are masked by their column.")


def problems_are_not_shared(dataset: Dataset) -> Text:
    return Text(zh=f"问题数据只供提供部门（{dataset.steward}）校核。", en=f"Problem rows are for the steward ({dataset.steward}) only.")


def ask_to_share(dataset: Dataset) -> Text:
    if dataset.sharing.to_departments is Access.never:
        return Text(zh=f"不予共享，依据{dataset.sharing.basis}。", en=f"Not shared between departments: {dataset.sharing.basis}.")
    if dataset.sharing.to_departments is Access.always:
        return Text(
            zh=f"属无条件共享：向{dataset.steward}提交共享申请即获许可。",
            en=f"Shared unconditionally: a request to {dataset.steward} is granted at once.",
        )
    return Text(zh=f"请向提供部门（{dataset.steward}）提交共享申请。", en=f"File a sharing request with the steward ({dataset.steward}).")


def ask_to_open(dataset: Dataset) -> Text:
    if dataset.sharing.to_public is Access.never and dataset.sharing.to_operation is Access.never:
        return Text(zh="该数据不对外提供。", en="It is not available to outsiders.")
    if dataset.sharing.to_public is Access.never:
        return Text(zh="可通过授权运营获取相关数据产品。", en="Authorised operators may offer products made from it.")
    return Text(
        zh=f"请向{dataset.steward}提出开放申请，或以部门账号登录。", en=f"Ask {dataset.steward} to open it, or sign in as a department."
    )


def declare_reads(reader: Reader, dataset: Dataset) -> Text:
    return Text(
        zh=f"{reader.id} 没有 {dataset.id} 的许可：请在 pack.yaml 的 reads 中声明，或由提供部门签发。",
        en=f"{reader.id} holds no grant on {dataset.id}: declare it under reads in pack.yaml, or ask the steward.",
    )


def _list(names: Sequence[str]) -> str:
    more = f" … ({len(names)})" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
