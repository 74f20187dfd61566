// #region sealing
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Sealing } from 'baokao/postgres'

/** The keys of the portal, 32 bytes each, by their names. New texts are sealed under `current`. */
export type Keys = { current: string; byName: Map<string, Buffer> }

/** Seals with AES-256-GCM: `name.iv.tag.text`. The text can be opened only in its own entry. */
export function sealingWith(keys: Keys) {
  const bound = ({ registrationId, revision }: { registrationId: string; revision: number }) =>
    Buffer.from(JSON.stringify([registrationId, revision]))
  return {
    sealPersonal(personal, entry) {
      const key = keys.byName.get(keys.current)
      if (key === undefined) throw new Error(`no key ${keys.current}`)
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(entry))
      const text = Buffer.concat([cipher.update(personal, 'utf8'), cipher.final()])
      return [
        keys.current,
        ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url')),
      ].join('.')
    },
    openPersonal(sealed, entry) {
      const [name = '', ...parts] = sealed.split('.')
      const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
      const key = keys.byName.get(name)
      if (key === undefined) return undefined // destroyed: the entry reads as after an erasure
      if (iv === undefined || tag === undefined || text === undefined) throw new Error('not sealed by us')
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 })
        .setAAD(bound(entry))
        .setAuthTag(tag)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  } satisfies Sealing
}
// #endregion
