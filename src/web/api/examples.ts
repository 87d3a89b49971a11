import type { apiDocument } from './document.ts'

/** A parameter as the document describes it. */
export type DescribedParameter = {
  name: string
  in: 'query' | 'path'
  required?: boolean
  description?: string
  example?: string | number
  schema?: { example?: string | number; description?: string }
}
/** A GET route as the document describes it. */
export type Operation = {
  path: string
  operationId: string
  summary: string
  tag: string
  parameters: DescribedParameter[]
}

/** Every route of the document, in its order. */
export const operationsOf = (document: ReturnType<typeof apiDocument>): Operation[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, { get }]) =>
    get
      ? [
          {
            path,
            operationId: get.operationId ?? '',
            summary: get.summary ?? '',
            tag: get.tags?.[0] ?? '',
            parameters: (get.parameters ?? []) as DescribedParameter[],
          },
        ]
      : [],
  )

const exampleOf = ({ example, schema }: DescribedParameter) => example ?? schema?.example

/** The address made from the examples of a route's parameters. */
export function exampleAddress({ path, parameters }: Operation): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(exampleOf(parameters.find((one) => one.name === name) ?? { name, in: 'path' }) ?? ''),
  )
  const query = parameters.flatMap((one) => {
    const example = one.in === 'query' ? exampleOf(one) : undefined
    return example === undefined ? [] : [`${one.name}=${encodeURIComponent(example)}`]
  })
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled
}
