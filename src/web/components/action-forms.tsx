/** Each thing that the operator may do is a form of its own. */
export const ActionForms = (_: { formToken: string }) => null
