/** GitHub's own pages whose addresses look like accounts. */
const RESERVED = new Set(
  'apps collections explore features gist login marketplace orgs search settings sponsors topics users'.split(
    ' ',
  ),
)

/**
 * `owner/name` of a link to a GitHub repository or to anything inside of it; null for accounts,
 * organisations, gists and other hosts.
 */
export function repoName(link: unknown): string | null {
  if (typeof link !== 'string' || link.length > 2_000) return null
  const url = URL.parse(link.trim())
  if (!url || !/^https?:$/.test(url.protocol) || !/^(?:www\.)?github\.com$/.test(url.host)) return null
  const [, owner = '', rest = ''] = url.pathname.split('/')
  const name = rest.replace(/\.git$/, '')
  if (RESERVED.has(owner.toLowerCase()) || !/^[A-Za-z\d][\w-]{0,38}$/.test(owner)) return null
  return /^[\w.-]{1,100}$/.test(name) && !/^\.+$/.test(name) ? `${owner}/${name}` : null
}
