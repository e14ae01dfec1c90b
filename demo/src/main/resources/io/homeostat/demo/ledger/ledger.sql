-- The database's own record of effects. REINDEX, also CONCURRENTLY, fires ddl_command_end since PostgreSQL 17: in
-- the command's last transaction, once for each index, with the new file already in place. What fires no trigger
-- (VACUUM FULL, CLUSTER, TRUNCATE, a REINDEX CONCURRENTLY that died after its swap) is seen by the watcher, which
-- calls ledger.observe() several times a second. One change of one index's file is one row, whoever saw it.
CREATE SCHEMA ledger AUTHORIZATION ledger_owner;
CREATE TABLE ledger.effects (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at                 timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_by            text[] NOT NULL,
  session_user_name  text,
  application_name   text,
  command_tag        text NOT NULL,
  object_type        text NOT NULL,
  object_identity    text NOT NULL,
  transaction_id     bigint,
  backend_pid        integer,
  in_extension       boolean NOT NULL,
  relfilenode_before bigint,
  relfilenode_after  bigint
);
CREATE UNIQUE INDEX effects_one_per_file ON ledger.effects (object_identity, relfilenode_after)
  WHERE relfilenode_after IS NOT NULL;
CREATE TABLE ledger.watched_files (
  object_identity text PRIMARY KEY,
  relfilenode     bigint NOT NULL
);
ALTER TABLE ledger.effects OWNER TO ledger_owner;
ALTER TABLE ledger.watched_files OWNER TO ledger_owner;

CREATE VIEW ledger.index_files AS
  SELECT format('%I.%I', n.nspname, c.relname) AS object_identity, c.relfilenode::bigint AS relfilenode, i.indisvalid AS valid
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'i' AND n.nspname = 'public';
ALTER VIEW ledger.index_files OWNER TO ledger_owner;

CREATE FUNCTION ledger.last_file(identity text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(
    (SELECT e.relfilenode_after FROM ledger.effects e
     WHERE e.object_identity = identity AND e.relfilenode_after IS NOT NULL ORDER BY e.id DESC LIMIT 1),
    (SELECT w.relfilenode FROM ledger.watched_files w WHERE w.object_identity = identity))
$$;

CREATE FUNCTION ledger.record_commands() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  command record;
  file bigint;
BEGIN
  FOR command IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    CONTINUE WHEN command.schema_name LIKE 'pg_temp%';
    file := CASE WHEN command.object_type = 'index' AND command.command_tag IN ('REINDEX', 'CREATE INDEX')
      THEN pg_relation_filenode(command.objid)::bigint END;
    INSERT INTO ledger.effects (seen_by, session_user_name, application_name, command_tag, object_type, object_identity,
      transaction_id, backend_pid, in_extension, relfilenode_before, relfilenode_after)
    VALUES (ARRAY['trigger'], session_user, current_setting('application_name'), command.command_tag,
      coalesce(command.object_type, ''), coalesce(command.object_identity, ''), pg_current_xact_id()::text::bigint,
      pg_backend_pid(), command.in_extension,
      CASE WHEN command.command_tag = 'REINDEX' THEN ledger.last_file(command.object_identity) END, file)
    ON CONFLICT (object_identity, relfilenode_after) WHERE relfilenode_after IS NOT NULL DO UPDATE SET
      seen_by = effects.seen_by || excluded.seen_by, session_user_name = excluded.session_user_name,
      application_name = excluded.application_name, command_tag = excluded.command_tag,
      transaction_id = excluded.transaction_id, backend_pid = excluded.backend_pid;
  END LOOP;
END
$$;

CREATE FUNCTION ledger.record_drops() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO ledger.effects (seen_by, session_user_name, application_name, command_tag, object_type, object_identity,
    transaction_id, backend_pid, in_extension)
  SELECT ARRAY['trigger'], session_user, current_setting('application_name'), tg_tag, d.object_type, d.object_identity,
    pg_current_xact_id()::text::bigint, pg_backend_pid(), false
  FROM pg_event_trigger_dropped_objects() d
  WHERE NOT d.is_temporary AND (d.original OR d.object_type = 'index');
END
$$;

-- Writes at most one effect that no trigger has told; returns whether it did anything, so that the watcher calls again.
-- One row for each transaction: a command that rebuilds several indexes can't deadlock with it.
CREATE FUNCTION ledger.observe() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  changed record;
BEGIN
  DELETE FROM ledger.watched_files w
  WHERE NOT EXISTS (SELECT FROM ledger.index_files f WHERE f.object_identity = w.object_identity);
  INSERT INTO ledger.watched_files (object_identity, relfilenode)
  SELECT f.object_identity, f.relfilenode FROM ledger.index_files f WHERE f.valid ON CONFLICT DO NOTHING;
  SELECT f.object_identity, ledger.last_file(f.object_identity) AS old_file, f.relfilenode AS new_file INTO changed
  FROM ledger.index_files f JOIN ledger.watched_files w USING (object_identity)
  WHERE f.valid AND f.relfilenode <> w.relfilenode LIMIT 1;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO ledger.effects (seen_by, command_tag, object_type, object_identity, in_extension, relfilenode_before, relfilenode_after)
  VALUES (ARRAY['watcher'], '', 'index', changed.object_identity, false, changed.old_file, changed.new_file)
  ON CONFLICT (object_identity, relfilenode_after) WHERE relfilenode_after IS NOT NULL DO UPDATE SET
    seen_by = effects.seen_by || excluded.seen_by;
  UPDATE ledger.watched_files SET relfilenode = changed.new_file WHERE object_identity = changed.object_identity;
  RETURN true;
END
$$;
ALTER FUNCTION ledger.last_file(text) OWNER TO ledger_owner;
ALTER FUNCTION ledger.record_commands() OWNER TO ledger_owner;
ALTER FUNCTION ledger.record_drops() OWNER TO ledger_owner;
ALTER FUNCTION ledger.observe() OWNER TO ledger_owner;
REVOKE EXECUTE ON FUNCTION ledger.observe() FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO PUBLIC;
GRANT SELECT ON ledger.effects TO PUBLIC;

SELECT ledger.observe();
CREATE EVENT TRIGGER homeostat_ledger_commands ON ddl_command_end EXECUTE FUNCTION ledger.record_commands();
CREATE EVENT TRIGGER homeostat_ledger_drops ON sql_drop EXECUTE FUNCTION ledger.record_drops();
