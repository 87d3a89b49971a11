type Props = {
  text: string /** Word for word in the text; null: nothing is marked. */
  sentence: string | null
}

/** A text with one of its sentences marked. */
export const Marked = ({ text, sentence }: Props) => {
  const at = sentence === null ? -1 : text.indexOf(sentence)
  if (sentence === null || at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <mark>{sentence}</mark>
      {text.slice(at + sentence.length)}
    </>
  )
}
