#!/bin/sh
# Runs once, when the database is made: Sonde's user, who owns the database, and Grafana's, who may only read.
set -eu

# Passwords reach psql by the environment: an argument could be seen in the list of processes.
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname="$POSTGRES_DB" <<'SQL'
\getenv database POSTGRES_DB
\getenv owner DB_USER
\getenv owner_password DB_PASS
\getenv reader GRAFANA_DB_USER
\getenv reader_password GRAFANA_DB_PASS
-- Should a statement fail, the server's log does not show it with the password in it.
SET log_min_error_statement = panic;
SET log_statement = 'none';

-- Sonde may not, and decides when it starts first whether its tables are hypertables.
SELECT current_setting('shared_preload_libraries') LIKE '%timescaledb%' AS timescale \gset
\if :timescale
CREATE EXTENSION IF NOT EXISTS timescaledb;
\endif

CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
ALTER DATABASE :"database" OWNER TO :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;

CREATE ROLE :"reader" LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 20;
-- A dashboard of years that somebody leaves open does not keep the database busy for hours.
ALTER ROLE :"reader" SET statement_timeout = '60s';
ALTER ROLE :"reader" SET default_transaction_read_only = on;
-- Compiling a query over many days takes longer than running it.
ALTER ROLE :"reader" SET jit = off;
GRANT CONNECT ON DATABASE :"database" TO :"reader";
GRANT USAGE ON SCHEMA public TO :"reader";
-- Sonde makes its tables when it starts, and more of them with every day.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT ON TABLES TO :"reader";
SQL
