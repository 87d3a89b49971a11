import { GREEK } from '../wording/greek.ts'

const words = (list: string) => list.split(' ')

/**
 * Characters that pdfLaTeX accepts only in formulas, with their commands in LaTeX or its AMS
 * packages.
 */
const SIGNS = words(
  '×=times ÷=div ±=pm ∓=mp ⋅=cdot ∘=circ ∙=bullet ⋆=star ⊕=oplus ⊗=otimes ⊙=odot ∗=ast ¬=neg √=surd ∞=infty ∂=partial ∇=nabla ' +
    '∀=forall ∃=exists ∄=nexists ∅=emptyset ∈=in ∉=notin ∋=ni ⊂=subset ⊃=supset ⊆=subseteq ⊇=supseteq ∪=cup ∩=cap ∖=setminus ∧=wedge ∨=vee ' +
    '≤=leq ≥=geq ⩽=leqslant ⩾=geqslant ≪=ll ≫=gg ≠=neq ≈=approx ≡=equiv ≃=simeq ≅=cong ∼=sim ∝=propto ≲=lesssim ≳=gtrsim ≺=prec ≻=succ ≜=triangleq ' +
    '→=rightarrow ←=leftarrow ↔=leftrightarrow ⇒=Rightarrow ⇐=Leftarrow ⇔=Leftrightarrow ↑=uparrow ↓=downarrow ↦=mapsto ⟶=longrightarrow ⟵=longleftarrow ' +
    '⟹=Longrightarrow ↗=nearrow ↘=searrow ↪=hookrightarrow ⇌=rightleftharpoons ∑=sum ∏=prod ∫=int ∮=oint ⟨=langle ⟩=rangle ⌈=lceil ⌉=rceil ⌊=lfloor ⌋=rfloor ' +
    '‖=Vert ∥=parallel ⊥=perp ∠=angle ⊢=vdash ⊨=models ⊤=top ℓ=ell ℏ=hbar ℘=wp ℜ=Re ℑ=Im ℵ=aleph ∴=therefore ⋯=cdots ⋮=vdots ⋱=ddots ′=prime ' +
    '△=triangle ▽=triangledown □=square ◇=Diamond ♠=spadesuit ♡=heartsuit ♢=diamondsuit ♣=clubsuit ♯=sharp ♭=flat ♮=natural ✓=checkmark ' +
    'ϵ=epsilon ϑ=vartheta ϖ=varpi ϱ=varrho ς=varsigma ϕ=phi µ=mu ε=varepsilon φ=varphi',
).flatMap((pair) => {
  const [sign = '', name = ''] = pair.split('=')
  return sign !== '' && name !== '' ? [[sign, `\\${name}`] as const] : []
})

const SMALL = [...GREEK].map(([letter, name]) => [letter, name === 'omicron' ? 'o' : `\\${name}`] as const)
const LARGE = words('Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma Υ=Upsilon Φ=Phi Ψ=Psi Ω=Omega').map(
  (pair) => [pair[0] ?? '', `\\${pair.slice(2)}`] as const,
)
/** Greek capitals with the shape of Latin ones have no command. */
const LIKE_LATIN = [...'ΑΒΕΖΗΙΚΜΝΟΡΤΧ'].map(
  (letter, at) => [letter, `\\mathrm{${'ABEZHIKMNOPTX'[at]}}`] as const,
)
const STRUCK = [...'ℂℍℕℙℚℝℤ'].map((letter, at) => [letter, `\\mathbb{${'CHNPQRZ'[at]}}`] as const)
const SCRIPT = [...'ℬℰℱℋℐℒℳℛ'].map((letter, at) => [letter, `\\mathcal{${'BEFHILMR'[at]}}`] as const)
const BARE = [...'−∶∣'].map((sign, at) => [sign, '-:|'[at] ?? ''] as const)

const COMMANDS: ReadonlyMap<string, string> = new Map([
  ...SMALL,
  ...LARGE,
  ...LIKE_LATIN,
  ...STRUCK,
  ...SCRIPT,
  ...BARE,
  ...SIGNS,
])

/** The TeX of a character in a formula; undefined when there is none. */
export function mathOf(character: string): string | undefined {
  const known = COMMANDS.get(character)
  if (known !== undefined) return known
  // Mathematical letters in styles: https://www.unicode.org/charts/PDF/U1D400.pdf
  const code = character.codePointAt(0) ?? 0
  if (code < 0x1d400 || code > 0x1d7ff) return undefined
  const plain = character.normalize('NFKD')
  if (!/^[A-Za-z0-9]$/.test(plain)) return COMMANDS.get(plain)
  if (code >= 0x1d538 && code <= 0x1d551) return `\\mathbb{${plain}}`
  return code >= 0x1d49c && code <= 0x1d4b5 ? `\\mathcal{${plain}}` : plain
}

const LOWERED = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ'
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ'
type Script = readonly [sign: '_' | '^', plain: string]
const scripts = (sign: '_' | '^', written: string) =>
  [...written].map((one): [string, Script] => [one, [sign, one.normalize('NFKD').replace('−', '-')]])
/**
 * Characters that are subscripts or superscripts by themselves: the sign of the script and the
 * plain character.
 */
export const SCRIPTS: ReadonlyMap<string, Script> = new Map([
  ...scripts('_', LOWERED),
  ...scripts('^', RAISED),
  ['°', ['^', '\\circ']],
])

/**
 * Commands of formulas, with the number of their arguments. No other command gets into a file,
 * whatever a title says.
 */
export const ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ...[...COMMANDS.values()].flatMap((tex) => (/^\\[A-Za-z]+$/.test(tex) ? [[tex.slice(1), 0] as const] : [])),
  ...words(
    'to gets le ge ne lbrace rbrace ldots dots colon mid log lg ln exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min ' +
      'sup inf lim limsup liminf arg det dim ker deg gcd hom Pr quad qquad choose over atop varrho lVert rVert lvert rvert backslash',
  ).map((name) => [name, 0] as const),
  ...words(
    'hat widehat tilde widetilde bar overline underline vec dot ddot check breve acute grave mathring overbrace underbrace overrightarrow ' +
      'mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol operatorname text textbf textit textrm sqrt',
  ).map((name) => [name, 1] as const),
  ...words('frac dfrac tfrac binom').map((name) => [name, 2] as const),
])

/** Combining marks, with the accents of TeX for them. */
export const ACCENTS: ReadonlyMap<string, string> = new Map(
  words(
    '\u0300=` \u0301=\' \u0302=^ \u0303=~ \u0304== \u0306=u \u0307=. \u0308=" \u030a=r \u030b=H \u030c=v \u0323=d \u0327=c \u0328=k \u0331=b',
  ).map((pair) => [pair[0] ?? '', `\\${pair.slice(2)}`] as const),
)
