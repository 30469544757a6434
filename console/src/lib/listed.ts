// A list as it is typed into one line. Not here: what is in it.

/** The parts between commas, of either script, without spaces around them; empty ones are none. */
export function listed(text: string): string[] {
  return text.split(/[,،]/).map((part) => part.trim()).filter((part) => part !== '')
}
