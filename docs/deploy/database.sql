-- As the superuser of PostgreSQL: sudo -u postgres psql -f database.sql
-- Then give the user a password that only you know: \password runaways
CREATE USER runaways;
CREATE DATABASE runaways OWNER runaways ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE runaways FROM PUBLIC;
