// Every table, by what it is about. Instants are milliseconds since the epoch, UTC. Dates are
// `YYYY-MM-DD`.
export * from './schema/channels.ts'
export * from './schema/delivery.ts'
export * from './schema/editions.ts'
export * from './schema/operation.ts'
export * from './schema/papers.ts'
export * from './schema/sources.ts'
export * from './schema/subscribers.ts'
