import type { Hono } from 'hono'
import { type AppEnv, page } from '../context.ts'
import { PrivacyPage } from '../pages/privacy.tsx'

/** What is stored about people, to be read before they subscribe. */
export function addPrivacy(app: Hono<AppEnv>): void {
  app.get('/privacy', (c) => {
    const { PUBLIC_URL, MAIL_POSTAL_ADDRESS } = c.get('deps').config
    return page(c, <PrivacyPage publicUrl={PUBLIC_URL} operator={MAIL_POSTAL_ADDRESS} />)
  })
}
