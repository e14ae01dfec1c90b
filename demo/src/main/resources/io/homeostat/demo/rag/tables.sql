CREATE EXTENSION pg_stat_statements;
CREATE EXTENSION pgstattuple;
CREATE EXTENSION amcheck;
GRANT EXECUTE ON FUNCTION bt_index_check(regclass), bt_index_check(regclass, boolean), bt_index_check(regclass, boolean, boolean)
  TO homeostat_probe, homeostat_actuator;

CREATE TABLE public.documents (
  id         bigint PRIMARY KEY,
  tenant_id  integer NOT NULL,
  source     text NOT NULL,
  title      text NOT NULL,
  body       text NOT NULL,
  embedding  ${embedding.type} NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE TABLE public.features (
  document_id bigint PRIMARY KEY,
  popularity  real NOT NULL,
  quality     real NOT NULL,
  served      bigint NOT NULL DEFAULT 0,
  updated_at  timestamptz NOT NULL
) WITH (fillfactor = 80);
ALTER TABLE public.documents OWNER TO rag_owner;
ALTER TABLE public.features OWNER TO rag_owner;
GRANT SELECT ON public.documents, public.features TO rag_app, homeostat_cdc;
GRANT UPDATE (served, updated_at) ON public.features TO rag_app;

CREATE PUBLICATION homeostat_cdc FOR TABLE public.documents, public.features;
ALTER PUBLICATION homeostat_cdc OWNER TO homeostat_cdc;

-- What the demo keeps for itself.
CREATE SCHEMA demo;
CREATE TABLE demo.world (
  version   integer NOT NULL,
  seed      bigint NOT NULL,
  documents integer NOT NULL,
  made_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE demo.fault_runs (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fault      text NOT NULL,
  seed       bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at   timestamptz,
  outcome    text
);
-- feature-drift: what was in the column before the rows were written in another unit.
CREATE TABLE demo.rescaled (
  document_id bigint PRIMARY KEY,
  name        text NOT NULL,
  value       real NOT NULL
);
-- Retraining runs that were asked for, and the models that came of them.
CREATE TABLE demo.trainings (
  id         text PRIMARY KEY,
  request    text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  deliveries integer NOT NULL DEFAULT 1,
  ended_at   timestamptz,
  outcome    text
);
CREATE TABLE demo.rank_models (
  number           integer PRIMARY KEY,
  popularity_scale double precision NOT NULL CHECK (popularity_scale > 0),
  quality_scale    double precision NOT NULL CHECK (quality_scale > 0),
  trained_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- index-bloat: the documents that move, with their true dates, and the gaps that they move through.
CREATE TABLE demo.bloat_movers (
  position integer PRIMARY KEY,
  id       bigint NOT NULL,
  home     timestamptz NOT NULL
);
CREATE TABLE demo.bloat_gaps (
  position integer PRIMARY KEY,
  lower    timestamptz NOT NULL,
  upper    timestamptz NOT NULL
);
