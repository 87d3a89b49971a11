import { toScript } from './scripts.ts'

const ARROWS: Record<string, string> = { '<=>': '⇌', '<->': '↔', '->': '→', '<-': '←' }

/**
 * A chemical formula as mhchem's `\ce` writes it (its manual, "Chemical Equations"): a number after
 * an atom or a bracket counts it, `^` or a sign at the end is the charge, `->` is an arrow. In
 * linear time.
 */
export const readChemistry = (formula: string): string =>
  formula
    .trim()
    .replace(/<=>|<->|->|<-/g, (arrow) => ` ${ARROWS[arrow]} `)
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\p{L})\]])\d+/gu, (count) => toScript('_', count))
    .replace(/\^(?:\{([\d+−-]+)\}|([\d+−-]+))/g, (_, group?: string, bare?: string) =>
      toScript('^', group ?? bare ?? ''),
    )
    .replace(/_(?:\{(\d+)\}|(\d+))/g, (_, group?: string, bare?: string) =>
      toScript('_', group ?? bare ?? ''),
    )
    .replace(/(?<=[\p{L}\p{N}₀-₉)\]])[+-](?=$|[ )\]])/gu, (charge) => toScript('^', charge))
    .replace(/(?<=\S)[.*](?=\d*\p{L})/gu, '·')
