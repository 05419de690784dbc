/** The build puts style sheets into the bundle as text. */
declare module '*.css' {
  const text: string;
  // eslint-disable-next-line no-restricted-exports -- this is how a text file is imported
  export default text;
}
