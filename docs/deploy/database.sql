-- As the superuser of PostgreSQL, who gives the site's user its password:
-- runuser -u postgres -- psql -v ON_ERROR_STOP=1 -v password=SECRET < database.sql
CREATE USER runaways PASSWORD :'password';
CREATE DATABASE runaways OWNER runaways ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE runaways FROM PUBLIC;
-- PostgreSQL's own log leaves out what fails: the site's log says it, without the statement and the row, and
-- either may hold somebody's letter.
ALTER ROLE runaways SET log_min_messages = 'fatal';
ALTER ROLE runaways SET log_min_error_statement = 'panic';
ALTER ROLE runaways SET log_error_verbosity = 'terse';
