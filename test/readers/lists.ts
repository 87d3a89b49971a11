/**
 * Lists of every kind, some narrowed in every way, as they are with the replay's papers: without
 * ending, and what follows it.
 */
export const lists = (author: string, edition: string): readonly { path: string; query: string }[] =>
  [
    '/trending',
    '/new',
    '/top/day',
    '/top/week',
    '/top/month',
    '/new?category=cs.CL,-cs.CY&limit=40',
    '/top/month?q=%22language%20model%22&mute=survey,benchmark',
    author,
    '/search?q=reasoning%20agents',
    '/feed',
    '/editions',
    edition,
    // Nothing is in it, and it must be a feed all the same.
    '/new?q=zzzzqqq',
  ].map((address) => {
    const [path = '', query] = address.split('?')
    return { path, query: query === undefined ? '' : `?${query}` }
  })
