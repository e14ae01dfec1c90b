-- Who may do what. Passwords are set at each start, from the files that hold them.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['rag_owner', 'rag_app', 'homeostat_probe', 'homeostat_actuator', 'homeostat_cdc', 'ledger_owner'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I', wanted);
    END IF;
  END LOOP;
END
$$;
ALTER ROLE rag_app LOGIN;
ALTER ROLE homeostat_probe LOGIN;
ALTER ROLE homeostat_probe SET default_transaction_read_only = on;
ALTER ROLE homeostat_actuator LOGIN;
ALTER ROLE homeostat_cdc LOGIN REPLICATION;
-- pg_monitor holds pg_stat_scan_tables, which pgstattuple asks for.
GRANT pg_monitor TO homeostat_probe, homeostat_actuator;
-- An index is rebuilt, and an invalid leftover dropped, by its table's owner.
GRANT rag_owner TO homeostat_actuator;
GRANT CREATE ON DATABASE rag TO homeostat_actuator;
