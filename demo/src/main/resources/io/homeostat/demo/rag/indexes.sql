-- The retriever reads a tenant's newest titles from this index alone.
CREATE INDEX documents_tenant_created_idx ON public.documents (tenant_id, created_at) INCLUDE (id, title);
-- Its peer, of similar size: finds a document by where it came from.
CREATE INDEX documents_source_idx ON public.documents (source, updated_at);
