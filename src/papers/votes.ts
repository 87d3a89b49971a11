/**
 * The beginning of the reason of a failed run: a list has papers, and none of them has readable
 * votes.
 */
export const NO_VOTES = 'no paper of the list of'
