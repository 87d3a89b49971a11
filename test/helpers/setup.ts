import { emptyDatabases } from './databases.ts'

// Files share a runtime: each begins with empty databases.
await emptyDatabases()
