/** The part of Mermaid that the tests use: its own types are installed only with it. */
declare const mermaid: {
  parse(text: string): Promise<{ diagramType: string }>
  mermaidAPI: { getDiagramFromText(text: string): Promise<{ db: unknown }> }
}
export default mermaid
