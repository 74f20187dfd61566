/** Replaces `zod/locales` in the page, which needs only two of its languages. */
export { default as en } from 'zod/v4/locales/en.js'
export { default as zhCN } from 'zod/v4/locales/zh-CN.js'
