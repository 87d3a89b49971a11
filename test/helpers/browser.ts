import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { makeApp } from '../../src/web/app.tsx'
import type { World } from './world.ts'

/** Asks the product's router as a browser would; what goes on behind the answer is waited for. */
export function aBrowser({ deps, bindings }: World, others: object = {}, answersWithin?: number) {
  const app = makeApp(() => deps, answersWithin)
  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const context = createExecutionContext()
    const response = await app.request(path, init, { ...bindings, ...others }, context)
    await waitOnExecutionContext(context)
    return response
  }
  return {
    ask,
    get: (path: string, headers: Record<string, string> = {}) => ask(path, { headers }),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  }
}
