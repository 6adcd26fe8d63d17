"""Answers kept in memory stay within their bound, the least recently used go first."""

import threading

from tianfu.store.cache import Answers


def test_an_answer_is_given_again_and_an_unknown_key_has_none() -> None:
    answers: Answers[str] = Answers(100)
    answers.put("a", "A", 10)
    assert (answers.get("a"), answers.get("b")) == ("A", None)


def test_the_least_recently_used_go_first() -> None:
    answers: Answers[str] = Answers(100)
    for key in "abcd":
        answers.put(key, key, 25)
    answers.get("a")
    answers.put("e", "e", 25)
    assert [k for k in "abcde" if answers.get(k)] == ["a", "c", "d", "e"]


def test_bytes_are_those_of_what_is_held_also_after_a_replacement() -> None:
    answers: Answers[str] = Answers(100)
    answers.put("a", "old", 20)
    answers.put("a", "new", 5)
    assert (answers.get("a"), answers.bytes) == ("new", 5)


def test_an_answer_that_would_drive_out_most_others_is_not_kept() -> None:
    answers: Answers[str] = Answers(100)
    answers.put("a", "A", 26)
    assert (answers.get("a"), answers.bytes) == (None, 0)


def test_many_threads_never_exceed_the_bound() -> None:
    answers: Answers[int] = Answers(1000)

    def work(start: int) -> None:
        for n in range(500):
            answers.put((start, n % 40), n, n % 90)
            answers.get((start, n % 7))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < answers.bytes <= 1000
