/** The rows of a gzipped file with one JSON value a line, imported with `?url&inline`. */
export async function unpack<Row>(dataUrl: string): Promise<Row[]> {
  const packed = Uint8Array.from(atob(dataUrl.split(',')[1] ?? ''), (char) => char.charCodeAt(0))
  const unzipped = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  const text = await new Response(unzipped).text()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
