/**
 * How the reason of a failed look begins when a list has papers, and none of them votes that can be
 * read.
 */
export const NO_VOTES = 'no paper of the list of'
