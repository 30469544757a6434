// The wallets of a program as a form edits them, and back. Pure. Not here: what is in them (the API).
import { type Definition, freeCode, listOf, namesOf, textOf, treeOf } from '@/lib/tree'

export const WALLET_KINDS = ['REDEEMABLE', 'QUALIFYING'] as const

export interface Wallet {
  code: string
  kind: (typeof WALLET_KINDS)[number]
  nameEn: string
  nameAr: string
}

/** The wallets in their order; the first redeemable one is meant where none is named. */
export function walletsOf(definition: Definition): Wallet[] {
  return listOf(definition['wallets']).map((wallet) => ({
    code: textOf(wallet['code']),
    kind: (textOf(wallet['kind']) || 'REDEEMABLE') as Wallet['kind'],
    nameEn: textOf(treeOf(wallet['name'])['en']),
    nameAr: textOf(treeOf(wallet['name'])['ar']),
  }))
}

/** The definition with these wallets. */
export function withWallets(definition: Definition, wallets: readonly Wallet[]): Definition {
  const before = new Map(listOf(definition['wallets']).map((wallet) => [textOf(wallet['code']), wallet]))
  return {
    ...definition,
    wallets: wallets.map(({ code, kind, nameEn, nameAr }) => {
      const old = before.get(code) ?? {}
      return { ...old, code, kind, name: namesOf(nameEn, nameAr, old['name']) }
    }),
  }
}

/** One wallet more, which only counts, under a code that no other has. */
export function withNewWallet(wallets: readonly Wallet[]): Wallet[] {
  return [...wallets, { code: freeCode('status', wallets.map((wallet) => wallet.code)), kind: 'QUALIFYING', nameEn: '', nameAr: '' }]
}
