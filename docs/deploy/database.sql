-- As the superuser of PostgreSQL, who gives the site's user its password:
-- runuser -u postgres -- psql -v ON_ERROR_STOP=1 -v password=SECRET < database.sql
CREATE USER runaways PASSWORD :'password';
CREATE DATABASE runaways OWNER runaways ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE runaways FROM PUBLIC;
