"""Ports that are taken are replaced."""

import socket

from khaywe.local.ports import free_port, is_free


def test_a_taken_port_is_replaced_by_a_near_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        found = free_port(port)
        assert found != port
        assert is_free(found)


def test_a_free_port_is_kept():
    wanted = free_port()
    assert free_port(wanted) == wanted


def test_a_port_that_was_promised_is_not_given_to_another():
    wanted = free_port()
    assert free_port(wanted, promised={wanted}) != wanted
