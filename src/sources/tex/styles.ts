import { words } from './lists.ts'

/** Commands that only style their argument, which stays. */
export const STYLES = new Set(
  words(
    'emph textbf textit texttt textsc textrm textsf textsl textnormal textmd textup text mbox hbox fbox underline',
  ).concat(
    words(
      'uline ul mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb',
    ),
    words(
      'operatorname mathop mathord mathbin mathrel mathopen mathclose mathpunct mathinner ensuremath textls',
    ),
    words('makebox framebox uppercase MakeUppercase MakeLowercase lowercase underbar'),
  ),
)

/**
 * Macros that many authors define alike to style a group: colours, revisions, acronyms. Never
 * without a group.
 */
export const SHOWN = new Set(
  words(
    'red blue green orange teal magenta cyan purple violet brown gray grey pink olive rev revised added hl',
  ).concat(words('ac acs acl acf gls Gls acrshort acrlong acrfull hyperref')),
)

/** Commands whose argument is not printed, and the text printed instead. */
export const HIDDEN = new Map(
  words(
    'label thanks inst orcidlink orcid orcidID IEEEmembership affil corref fnref tnoteref index phantom hphantom',
  )
    .concat(words('vphantom vspace vskip fontfamily pagestyle includegraphics'))
    .map((name) => [name, '']),
).set('hspace', ' ')

/** Commands of which only the last argument is printed, with the number of arguments. */
export const LAST_SHOWN = new Map([
  ...words(
    'textcolor colorbox scalebox raisebox rotatebox texorpdfstring foreignlanguage hyperlink hypertarget',
  ).map((name) => [name, 2] as const),
  ...words('fcolorbox resizebox').map((name) => [name, 3] as const),
])

/** Declarations and spacing that print nothing. */
export const SILENT = new Set(
  words(
    'em it bf rm sc tt sl sf cal itshape bfseries scshape ttfamily normalfont small large Large footnotesize',
  ).concat(
    words(
      'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr displaystyle textstyle limits',
    ),
    words('nolimits allowbreak noindent xspace linebreak newline par centering sloppy scriptstyle boldmath'),
    words(
      'protect relax leavevmode unskip ignorespaces nobreak selectfont hfill hfil smallskip medskip bigskip',
    ),
    words('normalsize tiny scriptsize huge Huge LARGE unboldmath upshape slshape mdseries rmfamily sffamily'),
    words('normalcolor nonumber notag mathstrut strut displaylimits raggedright maketitle'),
  ),
)
