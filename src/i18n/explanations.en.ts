import type { Explanations } from './explanations.ts';

/** Explanations of errors in English. */
export const explanationsEn = {
  codes: {
    'shape-mismatch': {
      title: 'The shapes do not fit',
      text: (d) =>
        `${d.code('fn')} expects ${d.code('expected')} and was given ${d.code('got')}. Look at the shape of every input just before this line, for instance with \`display(x.shape)\`, and change the one that differs.`,
    },
    'bad-argument': {
      title: 'An argument does not fit',
      text: (d) =>
        `${d.code('name')} of ${d.code('fn')} must be ${d.code('expected')}, and it is ${d.code('got')}. Change the value passed there.`,
    },
    'heads-not-divisible': {
      title: 'The heads cannot be shared out evenly',
      text: (d) =>
        `${d.code('fn')} shares ${d.number('heads')} query heads among ${d.number('kvHeads')} key and value heads, and that leaves a remainder. Choose a number of query heads that is a multiple of ${d.number('kvHeads')}.`,
    },
    'unknown-token-role': {
      title: 'There are no vectors for this role',
      text: (d) =>
        `${d.code('fn')} knows no role ${d.code('role')}. Known roles: ${d.list('known')}.`,
    },
    'disposed-tensor': {
      title: 'This tensor has been freed',
      text: (d) =>
        `${d.code('fn')} was given a tensor whose memory is free already. Call \`dispose()\` only after the last use, or return the tensor from \`tidy\` to keep it.`,
    },
    'backend-unavailable': {
      title: 'This backend is not available here',
      text: (d) =>
        `${d.code('backend')} cannot compute on this machine: ${d.code('reason')}. Choose another backend; results are the same, only slower.`,
    },
    'device-lost': {
      title: 'The connection to the GPU was lost',
      text: (d) =>
        `The browser took the GPU away: ${d.code('reason')}. Start it again from the notice; your code and settings are kept. If it happens again, use smaller sizes or another backend.`,
    },
    'shader-failed': {
      title: 'A GPU program does not compile',
      text: (d) =>
        `${d.code('shader')} was refused${d.has('line') ? ` at its line ${d.number('line')}` : ''}: ${d.code('message')}. Correct the WGSL text there${d.has('line') ? '; the line is counted inside the program, not in the cell' : ''}.`,
    },
    'asset-unknown': {
      title: 'The course has no such file',
      text: (d) =>
        `${d.code('name')} is not among the files that come with the course. Check the spelling; paths start with \`models/\` or \`data/\`.`,
    },
    'asset-missing': {
      title: 'A file could not be loaded',
      text: (d) =>
        `The server did not give ${d.code('name')} (status ${d.number('status')}). Check the connection and run the cell again.`,
    },
    'asset-corrupt': {
      title: 'A file arrived damaged',
      text: (d) =>
        `The content of ${d.code('name')} differs from what the course was built with, so it is not used. Reload the page; if that does not help, the copy on the server is out of date.`,
    },
    'asset-too-large': {
      title: 'A file is too large',
      text: (d) =>
        `${d.code('name')} is ${d.size('sizeBytes')} in size, and at most ${d.size('maxBytes')} is allowed. Use a smaller file.`,
    },
    'store-refused': {
      title: 'The browser keeps nothing here',
      text: (d) =>
        `Saving was refused: ${d.code('reason')}. In a private window or with storage switched off, values last only until the page is closed.`,
    },
    'store-too-large': {
      title: 'The value is too large to keep',
      text: (d) =>
        `${d.code('key')} is ${d.size('sizeBytes')} in size, and at most ${d.size('maxBytes')} can be kept. Keep less, for instance only the numbers that are needed later.`,
    },
    'download-refused': {
      title: 'The file was not saved',
      text: (d) =>
        `${d.code('name')} was not downloaded: ${d.code('reason')}. Run the cell again and agree when the page asks.`,
    },
    'generate-unavailable': {
      title: 'There is no model to answer',
      text: (d) =>
        `No reply could be generated: ${d.code('reason')}. Enter the address of your own service in the settings, or go on with the stored replies.`,
    },
    'language-unsupported': {
      title: 'The model does not read this language',
      text: (d) =>
        `${d.code('fn')} uses the model ${d.code('model')}, which was trained on the language ${d.code('language')} alone; it was given ${d.code('got')}. Its numbers would mean nothing for this text: use text in that language, or a multilingual model.`,
    },
    'import-unknown': {
      title: 'There is no such module',
      text: (d) =>
        `A cell cannot import ${d.code('specifier')}. It can import these modules: ${d.list('known')}.`,
    },
    'import-name-unknown': {
      title: 'The module does not export this name',
      text: (d) =>
        `${d.code('specifier')} has no export ${d.code('name')}. Check the spelling, upper and lower case included, and see what completion offers inside the braces.`,
    },
    'input-duplicate': {
      title: 'Two inputs have the same id',
      text: (d) =>
        `The id ${d.code('id')} is taken by another input. Give each input an id of its own.`,
    },
    'not-displayable': {
      title: 'This value cannot be shown',
      text: (d) =>
        `A value of type ${d.code('type')} has no picture. Show a part of it, or turn it into text with \`String(x)\`.`,
    },
    aborted: {
      title: 'The run was stopped',
      text: (d) =>
        `The cell ${d.code('cell')} was ended before it was done, by Stop or by a newer run. Run it again when you want its result.`,
    },
    'kernel-ended': {
      title: 'The kernel ended by itself',
      text: 'The browser ended the kernel that runs the cells, most often because it needed more memory than there is. A new one is ready, and other cells keep their values where those could be saved. Let this cell make less at a time.',
    },
    'kernel-flood': {
      title: 'The cell flooded the page',
      text: 'It sent the page more messages in a second than any page can read, so it was ended. Wait for each answer with `await` before you ask again, and show a summary instead of every step.',
    },

    syntax: {
      title: 'The code cannot be read',
      text: (d) => {
        if (d.has('reason'))
          return 'Brackets or expressions are nested so deeply that the code cannot be read. Split it into several statements with names of their own.';
        if (d.has('opener'))
          return `${d.code('opener')}, opened on line ${d.number('openerLine')}, is not closed${d.has('found') ? ` before ${d.code('found')}` : ''}. Add what is missing, or a comma if the list goes on.`;
        if (d.has('expected') && d.has('found'))
          return `${d.code('found')} cannot stand here; ${d.code('expected')} was expected before it. Look at the end of what stands before: a sign may be missing there.`;
        if (d.has('expected'))
          return `The code ends too early: ${d.code('expected')} is missing. Complete the last line.`;
        if (d.has('found'))
          return `The code is wrong at ${d.code('found')}. Look at the marked place, and at what stands just before it.`;
        return 'The code breaks the rules of the language at the marked place. Look there, and at what stands just before.';
      },
    },
    enum: {
      title: 'Cells have no enums',
      text: 'Write an object instead of an `enum`: `const Color = { Red: 0, Blue: 1 } as const`.',
    },
    namespace: {
      title: 'Cells have no namespaces',
      text: 'Write an object that holds the functions instead of a `namespace`, or put them into cells of their own.',
    },
    decorator: {
      title: 'Cells have no decorators',
      text: 'Call the function on the class or method yourself: `const B = decorate(A)`.',
    },
    'parameter-property': {
      title: 'Parameters cannot be fields at once',
      text: 'Declare the field in the class and set it in the constructor: `this.x = x`.',
    },
    'import-assignment': {
      title: 'This form of import or export is not known here',
      text: 'Write `import { name } from "kit/tensor"`. A cell needs no export: its names are shared by themselves.',
    },
    'export-default': {
      title: 'A cell exports nothing',
      text: 'All top-level names of a cell are shared with the other cells. Give the value a name: `const result = …`.',
    },
    'dynamic-import-unknown': {
      title: 'There is no such module',
      text: (d) =>
        `\`import()\` cannot load ${d.code('specifier')}. These modules can be loaded: ${d.list('known')}.`,
    },
    'duplicate-name': {
      title: 'This name is defined twice',
      text: (d) =>
        `${d.code('name')} is also defined in ${d.list('cells')}. Each name belongs to one cell: rename one, or put the code in braces \`{ … }\` to keep its names to itself.`,
    },
    cycle: {
      title: 'These cells wait for each other',
      text: (d) =>
        `Each of the cells ${d.list('cells')} needs a name from the next, and the last one from the first, through ${d.list('names')}. Put what belongs together into one cell, or take one of these names away.`,
    },
    'assigns-foreign-name': {
      title: 'This name belongs to another cell',
      text: (d) =>
        `${d.code('name')} is defined in the cell ${d.code('cell')}, and only that cell can change it. Make a new name here: \`const next = …\`.`,
    },
    'reserved-name': {
      title: 'This name is taken',
      text: (d) => `${d.code('name')} already means something in every cell. Choose another name.`,
    },
    'need-failed': {
      title: 'A cell that this one needs has failed',
      text: (d) =>
        `This cell did not run: it reads a name from the cell ${d.code('cell')}, which failed. What is wrong is said there; mend it and run this cell again.`,
    },
  },

  messages: {
    'no-page': {
      title: 'A cell cannot reach the page',
      text: (d) =>
        `${d.code('name')} does not exist here: cells run apart from the page. Show results with \`display(…)\`, and ask for values with \`slider\` or \`select\` from \`kit/input\`.`,
    },
    'not-defined': {
      title: 'This name is not defined',
      text: (d) =>
        `No cell that has run, and no import, gives ${d.code('name')}. Check the spelling, run the cell that defines it, or import it.`,
    },
    'used-too-early': {
      title: 'This name is used before its definition',
      text: (d) =>
        `${d.has('name') ? d.code('name') : 'The name'} is defined further down, and has no value yet at this line. Move the definition up.`,
    },
    'const-assignment': {
      title: 'A constant cannot be changed',
      text: (d) =>
        `${d.has('name') ? d.code('name') : 'The name'} was declared with \`const\` and keeps its value. Declare it with \`let\`, or give the new value a new name.`,
    },
    'already-declared': {
      title: 'This name is declared twice in the cell',
      text: (d) =>
        `${d.code('name')} is declared already. Rename one of the two, or leave out the second \`const\` or \`let\` to assign.`,
    },
    'destructure-nothing': {
      title: 'There is nothing to take apart',
      text: (d) =>
        `${d.code('property')} is to be taken out of ${d.code('object')}, which is ${d.code('value')}. Find out why there is no value: a missing \`return\` or \`await\` is a frequent cause.`,
    },
    'read-nothing': {
      title: 'There is no object here',
      text: (d) =>
        `${d.has('property') ? d.code('property') : 'A property'} is read from something that is ${d.code('value')}. Show what stands before the dot: an index may be too large, a name misspelt, a \`return\` or \`await\` missing.`,
    },
    'write-nothing': {
      title: 'There is no object here',
      text: (d) =>
        `${d.code('property')} is to be set on something that is ${d.code('value')}. Create the object first, for instance \`x = {}\`.`,
    },
    'not-iterable': {
      title: 'This value has no elements to go through',
      text: (d) =>
        `${d.has('value') ? d.code('value') : 'The value'} is not a list. \`for … of\`, \`[...x]\` and \`const [a] = x\` need an array or the like; for an object take \`Object.entries(x)\`, for a tensor \`await x.array()\`.`,
    },
    'no-compare-function': {
      title: 'Sorting needs a function that compares',
      text: 'Pass a function of two elements, such as `(a, b) => a - b`, or nothing at all.',
    },
    'not-a-constructor': {
      title: 'This is not a class',
      text: (d) =>
        `${d.code('value')} cannot be made with \`new\` or extended. Check the name, and leave \`new\` out if it is a function.`,
    },
    'not-a-function': {
      title: 'This is not a function',
      text: (d) =>
        `${d.code('value')} is called, but is not a function. Check the spelling of the name, and what kind of value stands before the dot: a result that needs \`await\` has no methods of its own yet.`,
    },
    'read-only': {
      title: 'This object cannot be changed',
      text: (d) =>
        `${d.has('property') ? d.code('property') : 'The property'} is fixed. Make a copy and change that: \`{ ...object, key: value }\` or \`[...list, value]\`.`,
    },
    'getter-only': {
      title: 'This property can only be read',
      text: (d) =>
        `${d.code('property')} is computed by a getter and cannot be assigned. Change what it is computed from, or add a \`set\`.`,
    },
    'null-to-object': {
      title: 'There is no object here',
      text: 'A function such as `Object.keys` was given `undefined` or `null`. Check where the value comes from.',
    },
    'object-to-primitive': {
      title: 'This object is neither text nor number',
      text: 'An object was used where text or a number is needed. Take one of its properties, or `JSON.stringify(x)`.',
    },
    'symbol-to-text': {
      title: 'A symbol is neither text nor number',
      text: 'A symbol does not turn into text by itself. Use `String(symbol)` or `symbol.description`.',
    },
    'bigint-mix': {
      title: 'Two kinds of numbers are mixed',
      text: 'Ordinary numbers and big integers such as `1n` cannot be computed with each other. Convert one side: `Number(x)` or `BigInt(x)`.',
    },
    'bigint-fraction': {
      title: 'This cannot become a big integer',
      text: (d) =>
        `${d.code('value')} is not a whole number. Round it first: \`BigInt(Math.round(x))\`.`,
    },
    'in-operator': {
      title: 'The operator needs an object on its right',
      text: (d) =>
        `\`in\` looks for the key ${d.code('key')} in an object, but ${d.code('value')} is none. To search in text or in a list use \`includes\`.`,
    },
    instanceof: {
      title: 'The operator needs a class on its right',
      text: '`x instanceof C` asks whether `x` was made by the class `C`. For plain values use `typeof x === "number"`.',
    },
    'empty-reduce': {
      title: 'An empty list has no result',
      text: '`reduce` on an empty list needs a start value as its second argument: `list.reduce((a, b) => a + b, 0)`.',
    },

    'class-without-new': {
      title: 'A class needs the word new',
      text: (d) =>
        d.has('name')
          ? `${d.code('name')} is a class. Make an object of it with \`new\` before the name.`
          : 'A class cannot be called like a function. Write `new` before its name.',
    },
    'super-first': {
      title: 'The parent class comes first',
      text: 'In the constructor of a class that extends another, call `super(…)` before you use `this`.',
    },
    'private-undeclared': {
      title: 'This private field is not declared',
      text: (d) =>
        `The class has no field ${d.code('name')}. Declare it in the body of the class before using it, and check the spelling.`,
    },
    'private-foreign': {
      title: 'This object is not of that class',
      text: (d) =>
        `${d.has('class') ? `The class ${d.code('class')} has private parts` : `${d.code('name')} is private to its class`}, and the object here was not made by that class. Check which object is passed; after running the cell of a class again, make its objects again too.`,
    },

    'array-length': {
      title: 'This length is not possible',
      text: (d) =>
        `An array cannot have ${d.has('length') ? `the length ${d.code('length')}` : 'this length'}. It must be a whole number, not negative, and small enough for memory. Check the computation of the length.`,
    },
    'out-of-memory': {
      title: 'There is not enough memory',
      text: (d) =>
        `${d.has('size') ? `${d.size('size')} in one piece` : 'So large a piece of memory'} cannot be had here. Use smaller sizes, work in parts, and free tensors that are no longer needed.`,
    },
    'text-too-long': {
      title: 'The text is too long',
      text: 'A text can hold about 500 million characters. Build shorter texts, or keep a list of them.',
    },
    'repeat-count': {
      title: 'A text cannot be repeated that often',
      text: (d) =>
        `The count ${d.has('count') ? d.code('count') : ''} given to \`repeat\` must be zero or more, and finite. Check how it is computed.`.replace(
          '  ',
          ' ',
        ),
    },
    'outside-array': {
      title: 'This place lies outside the array',
      text: 'The data does not fit at this offset. Compare offset and length with the `length` of the target.',
    },
    'stack-overflow': {
      title: 'A function calls itself without end',
      text: 'The call stack is full. Give the function a condition under which it returns without calling itself, and check that each call comes nearer to it. Passing hundreds of thousands of values with `...` has the same effect.',
    },
    'digits-range': {
      title: 'This number of digits is not possible',
      text: (d) =>
        `The argument of ${d.code('method')} must be a number from ${d.number('low')} to ${d.number('high')}.`,
    },
    'invalid-date': {
      title: 'This is not a date',
      text: 'The text or number does not give a date. The safest form is `new Date("2026-01-31T12:00:00Z")`.',
    },
    'regular-expression': {
      title: 'The regular expression is not valid',
      text: (d) =>
        `${d.has('source') ? d.code('source') : 'The pattern'} cannot be used${d.has('reason') ? `: ${d.code('reason')}` : ''}. Characters such as \`( [ { * + ? . \\\` are written with \`\\\` before them when they mean themselves.`,
    },
    'uri-malformed': {
      title: 'This address is not encoded correctly',
      text: 'A `%` must be followed by two hexadecimal digits. Encode text with `encodeURIComponent` first.',
    },

    'json-circular': {
      title: 'This object contains itself',
      text: (d) =>
        `\`JSON.stringify\` would never end${d.has('property') ? `: ${d.code('property')} leads back to the start` : ''}. Leave that property out, or use \`structuredClone\` for a copy.`,
    },
    'json-bigint': {
      title: 'JSON has no big integers',
      text: 'Convert the value first: `Number(x)` when it is small enough, otherwise `String(x)`.',
    },
    'json-end': {
      title: 'The JSON text ends too early',
      text: 'A closing quote or bracket is missing at its end, or the text is empty. Display the text before `JSON.parse`.',
    },
    'json-parse': {
      title: 'This is not JSON',
      text: (d) => {
        const place = d.has('position')
          ? `The text breaks the rules at position ${d.number('position')}.`
          : d.has('found')
            ? `${d.code('found')} cannot stand there.`
            : 'The text breaks the rules.';
        return `${place} JSON puts keys and texts in double quotes and has no comma after the last item. Display the text before \`JSON.parse\`.`;
      },
    },
    'not-clonable': {
      title: 'This value cannot be copied',
      text: (d) =>
        `${d.has('value') ? d.code('value') : 'The value'} holds a function or something else that cannot be sent or kept. Take out the plain data and copy that.`,
    },

    'no-network': {
      title: 'Cells have no network',
      text: 'A cell cannot load from an address: nothing leaves this tab. Files of the course are loaded by the functions of the kit, files of your own with `file` from `kit/input`.',
    },
    stopped: {
      title: 'The run was stopped',
      text: 'The work was ended before it was done. Run the cell again when you want its result.',
    },

    'missing-paren': {
      title: 'A parenthesis or comma is missing',
      text: 'The arguments of a call are not closed: add `)` at their end, or a comma between two of them.',
    },
    'text-not-closed': {
      title: 'A text is not closed, or a character does not belong here',
      text: 'A text ends with the quote that it began with, on the same line. For several lines use backquotes. Quotes pasted from a document, such as “ ”, are not quotes in code.',
    },
    'template-not-closed': {
      title: 'A template text is not closed',
      text: 'Add the closing backquote, and check that every `${` has its `}`.',
    },
    'comment-not-closed': {
      title: 'A comment is not closed',
      text: 'Add `*/` at its end.',
    },
    'regexp-not-closed': {
      title: 'A regular expression is not closed',
      text: 'Add the closing `/` on the same line. If a division was meant, something is missing before the `/`.',
    },
    'await-outside': {
      title: 'Waiting needs an async function',
      text: 'Inside a function `await` works only when the function is marked: write `async` before `function` or before the parameters of an arrow. Outside functions a cell may use it anywhere.',
    },
    'unexpected-end': {
      title: 'The code ends too early',
      text: 'A closing bracket or the rest of a statement is missing at the end. Count the brackets: each `(`, `[` and `{` needs its partner.',
    },
    'reserved-word': {
      title: 'This word belongs to the language',
      text: (d) =>
        `${d.has('word') ? d.code('word') : 'A word such as `static`, `yield` or `let`'} cannot be a name. Choose another one.`,
    },
    'return-outside': {
      title: 'There is no function to return from',
      text: '`return` stands only inside functions. To show a value, write it alone on the last line of the cell; to share it, give it a name.',
    },
    'break-outside': {
      title: 'There is no loop here',
      text: '`break` and `continue` stand only inside a loop, and a label must be one of a loop around them. To leave a function use `return`.',
    },
    'const-without-value': {
      title: 'A constant needs a value',
      text: 'Write `const x = …` with a value at once, or `let x` when it comes later.',
    },
    'assignment-target': {
      title: 'Nothing can be assigned to this',
      text: 'On the left of `=` stands a name or a property. To compare, write `===`.',
    },
    'unexpected-text': {
      title: 'Something stands in the wrong place',
      text: (d) =>
        `${d.has('found') ? d.code('found') : 'What stands at the marked place'} cannot stand here. Look just before it: an operator, a comma, a bracket or a quote may be missing or doubled.`,
    },

    'matmul-inner': {
      title: 'The inner sizes of the product differ',
      text: (d) =>
        d.has('a')
          ? `A product of ${d.shape('a')} and ${d.shape('b')} would pair ${d.number('innerA')} columns with ${d.number('innerB')} rows. The last size of the first must equal the next to last of the second. Perhaps one of them must be transposed first, with \`transpose\`.`
          : `The product pairs ${d.number('innerA')} numbers with ${d.number('innerB')}. Both vectors need the same length.`,
    },
    'shapes-broadcast': {
      title: 'The shapes cannot be combined',
      text: (d) =>
        `${d.shape('a')} and ${d.shape('b')} do not fit element by element. Counted from the last, sizes must be equal, or one of them 1. Change a shape with \`reshape\`.`,
    },
    'tensor-disposed': {
      title: 'This tensor has been freed',
      text: 'Its memory was freed by `dispose()`, at the end of a `tidy`, or because its cell ran again. Run the cell that makes it, or keep it by returning it from `tidy`.',
    },
    'reshape-size': {
      title: 'The number of entries does not fit the new shape',
      text: (d) =>
        `The tensor has ${d.number('size')} entries; the sizes of the new shape${d.has('shape') ? ` ${d.shape('shape')}` : ''} must multiply to exactly that. One size may be \`-1\`: it is computed from the others, when they divide ${d.number('size')}.`,
    },
    'reshape-two-free': {
      title: 'Only one size can be left open',
      text: 'A new shape may contain `-1` once. Write numbers for all other sizes.',
    },
    'concat-shapes': {
      title: 'The tensors cannot be joined',
      text: (d) =>
        d.has('a')
          ? `Tensor number ${d.number('index')} has the shape ${d.shape('b')}, those before it ${d.shape('a')}. Apart from the axis along which they are joined, all sizes must be equal; here they differ on axis ${d.number('axis')}.`
          : `Tensor number ${d.number('index')} has another number of axes than those before it. Bring them to the same with \`reshape\`.`,
    },
    'shapes-differ': {
      title: 'The shapes must be equal',
      text: (d) =>
        `One tensor has the shape ${d.shape('a')}, another ${d.shape('b')}. Bring them to the same shape first.`,
    },
    'slice-outside': {
      title: 'The slice reaches beyond the tensor',
      text: (d) =>
        `On axis ${d.number('axis')} the slice would end at ${d.number('end')}, but there are only ${d.number('length')} entries. Begin plus size must not exceed that; a size of \`-1\` takes all up to the end.`,
    },
    'axis-outside': {
      title: 'The tensor has no such axis',
      text: (d) =>
        `Axis ${d.code('axis')} does not exist.${d.has('high') ? ` Axes go from 0 to below ${d.number('high')}, or from ${d.code('low')} to \`-1\` counted from the end.` : ''} Display \`x.shape\` to see how many axes there are.`,
    },
    'softmax-axis': {
      title: 'Softmax works on the last axis here',
      text: (d) =>
        `The tensor has ${d.number('rank')} axes, and axis ${d.code('axis')} is not the last one. Transpose first so that the axis comes last, and back afterwards.`,
    },
    'values-count': {
      title: 'The values do not fill the shape',
      text: (d) =>
        `The shape ${d.shape('shape')} needs ${d.number('expected')} values, and there are ${d.number('got')}. Change the shape, or the list of values.`,
    },
    'rows-uneven': {
      title: 'The rows are not equally long',
      text: (d) =>
        d.has('got')
          ? `Row ${d.code('row')} has ${d.number('got')} elements where ${d.number('expected')} are expected. In a tensor all rows have the same length.`
          : `Row ${d.code('row')} is not of the same kind as the others: numbers and lists are mixed. In a tensor all rows have the same length and depth.`,
    },
    'shape-needed': {
      title: 'The shape is missing',
      text: (d) =>
        `${d.code('fn')} was given values whose nesting does not tell the shape. Pass the shape as the second argument, nest the list to the right depth, or use \`tensor\`.`,
    },
    'shape-invalid': {
      title: 'This is not a shape',
      text: (d) =>
        `${d.shape('shape')} has a size that is negative or not whole. Check how the sizes are computed; a division may need \`Math.floor\`.`,
    },
    'rank-wrong': {
      title: 'The number of axes does not fit',
      text: (d) =>
        `${d.code('fn')} needs a tensor with ${d.code('expected')} axes, and this one has ${d.number('got')}. Add or remove an axis with \`reshape\`.`,
    },
    'dtype-wrong': {
      title: 'The tensor holds the wrong type of values',
      text: (d) =>
        `${d.code('name')} of ${d.code('fn')} must hold ${d.code('expected')} and holds ${d.code('got')}. Convert it, for instance with \`tf.cast(x, "int32")\`.`,
    },
    'not-a-tensor': {
      title: 'A tensor is needed here',
      text: (d) =>
        d.has('fn')
          ? `${d.code('name')} of ${d.code('fn')} is ${d.code('got')} instead of a tensor or a list of numbers. Check what is passed; a missing \`await\` is a frequent cause.`
          : 'A tensor is made of numbers, booleans or texts, single or in lists. Check what is passed.',
    },
    'dtype-unknown': {
      title: 'There is no such type of values',
      text: (d) =>
        `${d.code('dtype')} cannot be used here. Tensors of numbers hold \`float32\`, \`int32\` or \`bool\`.`,
    },
    'dtype-mix': {
      title: 'These types of values do not go together',
      text: (d) =>
        `${d.code('a')} and ${d.code('b')} cannot be combined. Convert one of the tensors first.`,
    },
    'one-hot-depth': {
      title: 'One-hot needs at least two classes',
      text: (d) => `The depth is ${d.code('depth')}. It must be the number of classes, at least 2.`,
    },
    'index-outside': {
      title: 'There is no row with this number',
      text: (d) =>
        `The number ${d.code('index')} is asked for; rows go from 0 to ${d.number('last')}. Check the indices, and that the table has a row for each of them.`,
    },
    'entry-outside': {
      title: 'There is no such entry',
      text: (d) =>
        `The place ${d.shape('index')} lies outside the shape ${d.shape('shape')}. Indices start at 0 and stay below the size of their axis, one index for each axis.`,
    },
    'split-uneven': {
      title: 'The parts would not be equal',
      text: 'The size of the axis must be a multiple of the number of parts. Choose another number, or pass a list with the size of each part.',
    },
    'transpose-order': {
      title: 'The new order of axes does not fit',
      text: (d) =>
        `The order must name each axis of the tensor exactly once${d.has('rank') ? `; it has ${d.number('rank')} axes` : ''}. For a matrix that is \`[1, 0]\`.`,
    },
    'top-k': {
      title: 'There are not that many entries',
      text: (d) =>
        `The ${d.code('k')} largest are asked for, but the last axis has ${d.number('length')} entries. Choose a smaller number.`,
    },
    'no-gradient': {
      title: 'The result does not depend on the input',
      text: 'No gradient can be computed, as the function reaches its result without the input. Use tensor operations all the way from input to result: a number taken out with `data()` or `item` breaks the chain.',
    },
    'no-variables': {
      title: 'There is nothing to train',
      text: 'No trainable variable takes part in the loss. Make the weights with `variable(…)`, and compute the loss from them inside the function.',
    },
    'model-input': {
      title: 'The data does not fit the model',
      text: (d) =>
        `${d.has('name') ? `${d.code('name')} expects` : 'The model expects'} ${d.has('a') ? `the shape ${d.shape('a')}` : 'another shape'} and was given ${d.shape('b')}. The first size is the number of examples; the others must be equal.`,
    },
    'model-not-compiled': {
      title: 'The model is not ready for training',
      text: 'Call `model.compile({ loss, optimizer })` before `fit` or `evaluate`.',
    },
    'model-input-shape': {
      title: 'The first layer needs the shape of its input',
      text: 'Give the first layer `inputShape`: the shape of one example, without the number of examples.',
    },
    'backend-unknown': {
      title: 'There is no such backend',
      text: (d) =>
        `${d.has('name') ? `${d.code('name')} is not loaded` : 'No backend is loaded'}. Choose \`webgpu\`, \`wasm\` or \`cpu\`, best in the menu “What computes” at the top of the page.`,
    },
    'read-now': {
      title: 'Values on the GPU cannot be read at once',
      text: 'Results come back from the GPU a moment later. Write `await x.data()` or `await x.array()` instead of `dataSync` or `arraySync`.',
    },

    'shader-text': {
      title: 'A GPU program does not compile',
      text: (d) =>
        `The WGSL text is wrong${d.has('line') ? ` at its line ${d.number('line')}: ${d.code('reason')}` : ''}. Correct it there; the line is counted inside the program, not in the cell.`,
    },
    'workgroup-size': {
      title: 'The workgroup is too large',
      text: (d) =>
        `The program asks for workgroups of ${d.code('size')}, and this GPU allows ${d.code('limit')} at most. Make \`@workgroup_size\` smaller and start more groups.`,
    },
    'workgroup-count': {
      title: 'Too many workgroups at once',
      text: (d) =>
        `${d.has('size') ? `${d.number('size')} workgroups are asked for, at most ${d.number('limit')} are allowed` : 'The program asks for more workgroups than the GPU allows'} along one axis. Spread them over two axes, or let each do more.`,
    },
    'gpu-lost': {
      title: 'The connection to the GPU was lost',
      text: 'The browser took the GPU away, often because a computation ran too long or memory was short. Start it again from the notice, then use smaller sizes.',
    },
    'gpu-feature': {
      title: 'This GPU lacks a feature',
      text: (d) =>
        `${d.code('name')} is not available here. Leave it out, and take the way that does without it.`,
    },
    'gpu-validation': {
      title: 'The GPU refused a command',
      text: 'A buffer, a binding or a pipeline does not fit the program that uses it. Compare the order, kind and size of the buffers with the `@binding` lines of the program.',
    },
  },
} as const satisfies Explanations;
