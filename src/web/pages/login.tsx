import { Layout } from '../components/layout.tsx'

/** Asks for ADMIN_TOKEN. `error`: why the last attempt failed. */
export const LoginPage = ({ error }: { error: string | null }) => (
  <Layout title="Operator" description="For who runs this site." url={null}>
    <h1 class="title">Operator</h1>
    <p class="lede">For who runs this site.</p>
    {error !== null && (
      <p class="notice" role="alert">
        {error}
      </p>
    )}
    <form class="ask" method="post" action="/operator/login">
      <p>
        <label for="token">ADMIN_TOKEN</label>
        <input id="token" name="token" type="password" required autocomplete="current-password" />
      </p>
      <button type="submit">Log in</button>
    </form>
  </Layout>
)
