import { Layout } from '../components/layout.tsx'

/** A form of one button; posts the hidden fields, and an address if it asks for one. */
export type MessageForm = {
  action: string
  fields: Readonly<Record<string, string>>
  button: string
  /** True for a button that is not the main one. */
  second?: boolean
  /** Asks for an e-mail address, with this label. */
  address?: string
}

export type Message = {
  title: string
  sentences: readonly string[]
  form?: MessageForm
  /** Further sentences with a form or link each, below the first. */
  more?: readonly { sentence: string; form?: MessageForm; link?: { href: string; label: string } }[]
  link?: { href: string; label: string }
}

/**
 * A plain page: a heading, a few sentences, few buttons. Never indexed: it is for one reader, or
 * for none.
 */
export const MessagePage = ({ title, sentences, form, more = [], link }: Message) => (
  <Layout title={title} description={sentences[0] ?? title} url={null}>
    <h1 class="title">{title}</h1>
    {sentences.map((sentence) => (
      <p class="say">{sentence}</p>
    ))}
    {form && <Ask {...form} />}
    {more.map(({ sentence, form, link }) => (
      <section class="section">
        <p class="say">{sentence}</p>
        {link && (
          <p class="onward">
            <a href={link.href}>{link.label}</a>
          </p>
        )}
        {form && <Ask {...form} />}
      </section>
    ))}
    {link && (
      <p class="onward">
        <a href={link.href}>{link.label}</a>
      </p>
    )}
  </Layout>
)

const Ask = ({ action, fields, button, second, address }: MessageForm) => (
  <form class="ask" method="post" action={action}>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {address && (
      <p>
        <label for="email">{address}</label>{' '}
        <input id="email" name="email" type="email" required maxlength={254} autocomplete="email" />
      </p>
    )}
    <button class={second ? 'second' : undefined} type="submit">
      {button}
    </button>
  </form>
)
