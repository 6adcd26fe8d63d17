"""What free SQL may be made of: kinds of syntax, functions, types and words. Whatever is not listed here is refused."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lower(text: str) -> dict[str, str]:
    return {n: n.lower() for n in text.split()}


QUERIES = frozenset({"Select", "Union", "Except", "Intersect", "Subquery"})
"""What a query may be as a whole."""

SYNTAX = QUERIES | _words("""
    Add Alias All And Any AtTimeZone Between Boolean Case Cast Column CTE Cube DataType DataTypeParam Distinct Div DPipe EQ Exists Filter
    From Group GroupingSets GT GTE Having Identifier IgnoreNulls ILike In IntDiv Interval Is Join Like Limit Literal LT LTE Mod Mul Neg
    NEQ Not Null NullSafeEQ NullSafeNEQ Offset Or Order Ordered Paren Qualify Rollup SimilarTo Star Sub Table TableAlias TryCast Tuple
    Values Var Where Window WindowSpec With WithinGroup
    """)
"""Kinds of nodes of a parsed query, functions left aside."""

FUNCTIONS = {
    **_lower("Abs Acos Asin Atan Atan2 Cbrt Ceil Cos Cot Degrees Exp Factorial Floor Ln Log Pi Pow Radians Round"),
    **_lower("Sign Sin Sqrt Tan Trunc Greatest Least Coalesce Nullif If Typeof"),
    **_lower("Ascii Chr Concat Contains Initcap Left Length Levenshtein Lower Replace Reverse Right"),
    **_lower("Substring Translate Trim Unicode Upper"),
    **_lower("Year Quarter Month Week Hour Minute Second Dayname Monthname Extract"),
    **_lower("Avg Sum Min Max Count Median Mode Corr First Last Kurtosis Skewness Stddev Grouping"),
    **_lower("Rank Ntile Lag Lead"),
    "AnyValue": "any_value", "ApproxDistinct": "approx_count_distinct", "ApproxQuantile": "approx_quantile", "ArgMax": "arg_max",
    "ArgMin": "arg_min", "ConcatWs": "concat_ws", "CountIf": "count_if", "CovarPop": "covar_pop", "CovarSamp": "covar_samp",
    "CumeDist": "cume_dist", "CurrentDate": "current_date", "CurrentTimestamp": "current_timestamp", "DateAdd": "date_add",
    "DateBin": "time_bucket", "DateDiff": "date_diff", "DateFromParts": "make_date", "DateTrunc": "date_trunc", "Day": "day",
    "DayOfMonth": "dayofmonth", "DayOfWeek": "dayofweek", "DayOfWeekIso": "isodow", "DayOfYear": "dayofyear", "DenseRank": "dense_rank",
    "EndsWith": "ends_with", "FirstValue": "first_value", "GroupConcat": "string_agg", "IsInf": "isinf", "IsNan": "isnan",
    "LastDay": "last_day", "LastValue": "last_value", "LogicalAnd": "bool_and", "LogicalOr": "bool_or", "NthValue": "nth_value",
    "Pad": "lpad", "PercentRank": "percent_rank", "PercentileCont": "quantile_cont", "PercentileDisc": "quantile_disc",
    "RegexpExtract": "regexp_extract", "RegexpFullMatch": "regexp_full_match", "RegexpLike": "regexp_matches",
    "RegexpReplace": "regexp_replace", "RegrIntercept": "regr_intercept", "RegrR2": "regr_r2", "RegrSlope": "regr_slope",
    "RowNumber": "row_number", "SplitPart": "split_part", "StartsWith": "starts_with", "StddevPop": "stddev_pop",
    "StddevSamp": "stddev_samp", "StrPosition": "instr", "StrToTime": "strptime", "TimeToStr": "strftime", "TimeToUnix": "epoch",
    "TimestampTrunc": "date_trunc", "UnixToTime": "to_timestamp", "Variance": "variance", "VariancePop": "var_pop",
    "WeekOfYear": "weekofyear", "WidthBucket": "width_bucket",
}  # fmt: skip
"""Functions that the parser knows: its name of them -> what people write."""

PLAIN_FUNCTIONS = _words("""
    age century date_part date_sub decade entropy even favg fsum gcd geomean isfinite isoweek lcm mad now prefix product strip_accents
    suffix weekday yearweek
    """)
"""Functions that go to the engine by their name."""

WRITTEN = frozenset(FUNCTIONS.values()) | PLAIN_FUNCTIONS
"""All functions as people write them, for the near name."""

UNITS = _words("""
    CENTURY DECADE YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND DOW ISODOW DOY ISOYEAR YEARWEEK EPOCH
    YEARS QUARTERS MONTHS WEEKS DAYS HOURS MINUTES SECONDS MILLISECONDS MICROSECONDS ALL
    """)
"""Bare words: units of time, and ORDER BY ALL."""

TYPES = _words("""
    TINYINT SMALLINT INT BIGINT INT128 UTINYINT USMALLINT UINT UBIGINT FLOAT DOUBLE DECIMAL TEXT VARCHAR CHAR BOOLEAN DATE TIME TIMESTAMP
    TIMESTAMPTZ TIMESTAMPNTZ INTERVAL
    """)
"""What a value may be cast to."""

CLAUSES = _words("""
    INNER CROSS OUTER LEFT RIGHT FULL SEMI ANTI NATURAL ASOF ROWS RANGE GROUPS UNBOUNDED PRECEDING FOLLOWING LEADING TRAILING BOTH OVER
    """) | {"CURRENT ROW"}
"""Words that the parser keeps as text inside of clauses."""

MARKS = _words("""
    CTE.materialized Concat.coalesce Concat.safe ConcatWs.coalesce ConcatWs.safe Count.big_int DPipe.safe Except.distinct
    Greatest.ignore_nulls Group.all Identifier.quoted Intersect.distinct Join.kind Join.method Join.side Least.ignore_nulls Like.negate
    ILike.negate Literal.is_string
    Ordered.desc Ordered.nulls_first Pad.is_left RegexpExtract.null_if_pos_overflow RegexpReplace.single_replace
    Trim.position TryCast.safe Union.distinct Union.by_name Except.by_name Intersect.by_name Window.over WindowSpec.kind
    WindowSpec.start WindowSpec.start_side WindowSpec.end WindowSpec.end_side
    Boolean.this Div.typed Div.safe DateDiff.date_part_boundary
    """)
"""Where the parser keeps a plain word or a yes instead of a node. Others, such as RECURSIVE, are refused."""
