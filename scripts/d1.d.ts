// The database's type is global in the Worker, and only there.
type D1Database = import('@cloudflare/workers-types').D1Database
