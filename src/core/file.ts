/** A file as the user gives it: a Blob with a name. */
export type NamedBlob = Blob & { readonly name: string }
