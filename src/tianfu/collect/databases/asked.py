"""The process that asks a database: questions come in as lines of JSON, rows go out as Arrow.

It is a program of its own, started by its path: the driver writes what it likes to standard error, tries a refused password again and
again, and ends a broken read with a panic. None of this may reach the platform, so `asking` watches over it from outside.
"""

import json
import sys
from typing import Any, BinaryIO

import connectorx
import pyarrow as pa

BATCH_ROWS = 50_000


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers until there are no more questions."""
    for line in questions:
        try:
            answer(json.loads(line), answers)
        except BaseException as error:  # noqa: BLE001 - the driver's panics are no Exceptions
            say(answers, {"failed": str(error)})


def answer(question: dict[str, Any], answers: BinaryIO) -> None:
    """`{"batch": bytes}` and the bytes, as often as there are batches (once at least); then `{"end": true}`."""
    rows = connectorx.read_sql(
        question["url"],
        question["query"],
        return_type="arrow_stream",
        batch_size=BATCH_ROWS,
        pre_execution_query=question["before"] or None,
    )
    for batch in rows:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        content = sink.getvalue()
        say(answers, {"batch": content.size})
        answers.write(content)
    say(answers, {"end": True})


def say(answers: BinaryIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
