-- Run once in an empty database, by its superuser: two roles, so that the program can't change its own tables.
-- kotipesa_owner owns the tables and runs the migrations; kotipesa_program reads and writes rows.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv program_password PROGRAM_PASSWORD

CREATE ROLE kotipesa_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE kotipesa_program LOGIN PASSWORD :'program_password';

ALTER DATABASE :"DBNAME" OWNER TO kotipesa_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO kotipesa_program;

ALTER SCHEMA public OWNER TO kotipesa_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kotipesa_program;

ALTER DEFAULT PRIVILEGES FOR ROLE kotipesa_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kotipesa_program;
ALTER DEFAULT PRIVILEGES FOR ROLE kotipesa_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO kotipesa_program;
