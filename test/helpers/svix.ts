export const WEBHOOK_SECRET = `whsec_${btoa('a webhook secret for tests')}`

/**
 * Headers as the provider signs a call: HMAC-SHA256 over `id.timestamp.body`
 * (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export async function svixHeaders(body: string, id: string, secret = WEBHOOK_SECRET, at = Date.now()) {
  const timestamp = String(Math.floor(at / 1000))
  const raw = Uint8Array.from(atob(secret.replace('whsec_', '')), (char) => char.charCodeAt(0))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign'])
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${timestamp}.${body}`))
  const signature = `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature }
}
