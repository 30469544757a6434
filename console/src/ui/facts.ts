// The facts of a refusal as names and values that a person can read.
export interface ShownFact {
  name: string
  text: string
}

const LONGEST = 200

/** `{needed_points: 500}` → needed points: 500. Nested facts are written as JSON; long ones are cut. */
export function factsOf(facts: Record<string, unknown>): ShownFact[] {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({ name: name.replaceAll('_', ' '), text: cut(written(value)) }))
}

function written(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
