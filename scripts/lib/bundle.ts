/**
 * Bundles kd6 into one CommonJS file: `bundle.ts ENTRY OUTPUT`. Node compiles all of a file before it runs the first
 * line, so what the first Solicit does not need is kept out of that.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import * as esbuild from 'esbuild'

const [entry, output] = process.argv.slice(2)
if (entry === undefined || output === undefined) throw new Error('usage: bundle.ts ENTRY OUTPUT')

/** A package that is evaluated when one of its names is first used, and not when the program starts. */
function evaluatedAtFirstUse(name: string, exported: readonly string[]): esbuild.Plugin {
  const getters = exported.map(key => `get ${key}(){return require(${JSON.stringify(name)}).${key}}`)
  return {
    name: `evaluate ${name} at first use`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind, pluginData }) => {
        if (kind !== 'import-statement' || pluginData === 'inner') return undefined
        return { path: name, namespace: 'first-use' }
      })
      build.onLoad({ filter: new RegExp(`^${name}$`), namespace: 'first-use' }, () => {
        return {
          contents: `module.exports={${getters.join(',')}}`,
          resolveDir: process.cwd(),
          pluginData: 'inner',
        }
      })
    },
  }
}

/** A package that is only imported dynamically: carried as text, which costs nothing to compile, until it is. */
function compiledAtFirstUse(name: string): esbuild.Plugin {
  return {
    name: `compile ${name} at first use`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) => {
        return kind === 'dynamic-import' ? { path: name, namespace: 'text' } : undefined
      })
      build.onLoad({ filter: new RegExp(`^${name}$`), namespace: 'text' }, async () => {
        const stdin = {
          contents: `module.exports=require(${JSON.stringify(name)})`,
          resolveDir: process.cwd(),
        }
        const { outputFiles } = await esbuild.build({ ...common, stdin, write: false })
        const text = JSON.stringify(`(function(exports,require,module){${outputFiles[0]!.text}})`)
        const run = `new(require("node:vm").Script)(${text},{filename:${JSON.stringify(name)}}).runInThisContext()`
        return { contents: `const m={exports:{}};${run}(m.exports,require,m);module.exports=m.exports` }
      })
    },
  }
}

const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  // A script that is compiled from text has no import() of its own.
  supported: { 'dynamic-import': false },
} as const

const { outputFiles } = await esbuild.build({
  ...common,
  entryPoints: [entry],
  write: false,
  // Stack traces that a person can read.
  lineLimit: 160,
  define: { 'import.meta.url': '__filename' },
  plugins: [
    evaluatedAtFirstUse('ip-address', ['Address6']),
    evaluatedAtFirstUse('node:fs/promises', ['mkdir', 'open', 'readdir', 'rename', 'rm', 'stat']),
    evaluatedAtFirstUse('node:net', ['connect', 'createServer', 'isIPv6']),
    evaluatedAtFirstUse('node:stream', ['Writable']),
    evaluatedAtFirstUse('node:timers/promises', ['setTimeout']),
    compiledAtFirstUse('winston'),
  ],
})

/**
 * FNV-1a over words, seeded with the length. V8 trusts the octets of a code cache, and a damaged one brings the whole
 * process down.
 */
function checksum(data: Buffer): number {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
  let sum = 0x811c9dc5 ^ data.length
  for (const word of words) sum = Math.imul(sum ^ word, 0x01000193)
  return sum
}

/**
 * The code is carried as text too, and compiled with what V8 has kept of an earlier compilation in the `.cache` beside
 * the file. Without that file, or for another Node than the one that wrote it, V8 compiles as ever.
 * `--write-code-cache` writes it, with all that a rehearsal has compiled in it.
 */
const text = JSON.stringify(
  `(function(exports,require,module,__filename,__dirname,__writeCodeCache){${outputFiles[0]!.text}\n})`,
)
writeFileSync(
  output,
  `#!/usr/bin/env node
"use strict";
const fs=require("node:fs"),vm=require("node:vm"),path=__filename.replace(/(\\.js)?$/,".cache");
${checksum.toString()}
function readCache(){
try{const file=fs.readFileSync(path),data=file.subarray(0,-4);return file.readInt32LE(data.length)===checksum(data)?data:undefined}catch{return undefined}
}
function writeCache(){
const data=script.createCachedData(),sum=Buffer.alloc(4);sum.writeInt32LE(checksum(data));
fs.writeFileSync(path,Buffer.concat([data,sum]));
}
const script=new vm.Script(${text},{filename:__filename,cachedData:readCache()});
script.runInThisContext()(exports,require,module,__filename,__dirname,writeCache);
`,
)

// One character beyond ASCII makes V8 hold and scan the whole text at two octets a character, three times as slowly.
const foreign = /[^\x00-\x7f]/.exec(readFileSync(output, 'utf8'))
if (foreign !== null) throw new Error(`${output} holds ${foreign[0]}: write it as an escape in the source`)
