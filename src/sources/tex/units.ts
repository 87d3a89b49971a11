import { pairs } from './lists.ts'

const PREFIXES = new Map(pairs('femto=f pico=p nano=n micro=µ milli=m centi=c kilo=k mega=M giga=G tera=T'))
const UNITS = new Map(
  pairs(
    'second=s minute=min hour=h meter=m metre=m gram=g hertz=Hz kelvin=K celsius=°C degreeCelsius=°C degree=° percent=% ' +
      'volt=V ampere=A watt=W joule=J newton=N pascal=Pa ohm=Ω tesla=T mole=mol liter=L litre=L electronvolt=eV byte=B bit=bit ' +
      'decibel=dB angstrom=Å per=/ square=² squared=² cubed=³',
  ),
)

/**
 * Units as the package siunitx spells them, `\nano\meter`: nm. Null when one of them is not known.
 */
export function readUnits(source: string): string | null {
  const names = source.match(/\\[A-Za-z]+/g)
  if (!names) return source.trim()
  if (source.replace(/\\[A-Za-z]+/g, '').trim() !== '') return null
  const parts = names.map((name) => PREFIXES.get(name.slice(1)) ?? UNITS.get(name.slice(1)))
  return parts.every((part) => part !== undefined) ? parts.join('') : null
}
