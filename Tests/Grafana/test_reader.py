"""What Grafana's user may do: read, for a while, and nothing else."""

import psycopg
import pytest


@pytest.mark.parametrize("statement", [
    "DELETE FROM api_metrics", "UPDATE incidents SET closed_at = now()", "DROP TABLE anomalies",
    "CREATE TABLE notes (text text)", "CREATE TEMPORARY TABLE notes (text text)"])
def test_it_cannot_change_anything_even_if_it_says_so(statement, reader):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), reader.transaction():
        reader.execute("SET TRANSACTION READ WRITE")
        reader.execute(statement)


def test_no_query_of_it_goes_on_for_ever(reader):
    setting, = reader.execute("SHOW statement_timeout").fetchone()
    assert setting != "0"
