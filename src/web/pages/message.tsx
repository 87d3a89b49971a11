import { Layout } from '../components/layout.tsx'

export type Message = {
  title: string
  sentences: readonly string[]
  /** One button; posts the hidden fields. */
  form?: { action: string; fields: Readonly<Record<string, string>>; button: string }
  link?: { href: string; label: string }
}

/** A calm page: a heading, a few sentences, at most one button. Never indexed: it belongs to one reader or to none. */
export const MessagePage = ({ title, sentences, form, link }: Message) => (
  <Layout title={title} description={sentences[0] ?? title} url={null}>
    <h1 class="title">{title}</h1>
    {sentences.map((sentence) => (
      <p class="say">{sentence}</p>
    ))}
    {form && (
      <form class="ask" method="post" action={form.action}>
        {Object.entries(form.fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{form.button}</button>
      </form>
    )}
    {link && (
      <p class="onward">
        <a href={link.href}>{link.label}</a>
      </p>
    )}
  </Layout>
)
