import { type Child, createContext, useContext } from 'hono/jsx'
import { TURNSTILE } from '../turnstile.ts'

const SiteKey = createContext<string | undefined>(undefined)

/** A page whose forms need the check by Turnstile, if it is set up. */
export const withHumanCheck = (page: Child, siteKey: string | undefined): Child =>
  siteKey === undefined ? page : <SiteKey.Provider value={siteKey}>{page}</SiteKey.Provider>

/**
 * Turnstile's widget in a form; nothing where it is not set up. It is the only script on any page.
 */
export const HumanCheck = () => {
  const siteKey = useContext(SiteKey)
  if (siteKey === undefined) return null
  return (
    <>
      <div class="cf-turnstile" data-sitekey={siteKey} />
      <noscript>
        <p class="fine">This form needs scripts: it checks that you are a human. The feeds need none.</p>
      </noscript>
      <script src={`${TURNSTILE}/turnstile/v0/api.js`} async defer />
    </>
  )
}
