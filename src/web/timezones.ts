import { presentZone } from '../time/zone-names.ts'

/**
 * Present IANA names of the zones that this runtime knows, UTC first, in groups for a select:
 * region, then names.
 */
export const TIME_ZONES: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  [
    'UTC',
    ...new Set(
      Intl.supportedValuesOf('timeZone')
        .filter((name) => /^[A-Z][a-z]+\//.test(name) && !/^Etc\//.test(name))
        .map(presentZone)
        .sort(),
    ),
  ],
  (name) => name.split('/')[0] ?? name,
)

/** `America/Argentina/Buenos_Aires` as `Argentina, Buenos Aires`. */
export const zoneLabel = (name: string) =>
  name === 'UTC' ? name : name.split('/').slice(1).join(', ').replaceAll('_', ' ')
