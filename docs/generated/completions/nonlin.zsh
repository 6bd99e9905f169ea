#compdef nonlin

autoload -U is-at-least

_nonlin() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_nonlin_commands" \
"*::: :->nonlin" \
&& ret=0
    case $state in
    (nonlin)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'--family=[Only this family, such as rectifier, sigmoid, gated]:FAMILY:_default' \
'--framework=[Only what this framework ships, such as pytorch, keras, onnx]:FRAMEWORK:_default' \
'--year=[Only those published then\: 2017, 2016.., ..1990 or 2010..2015]:YEARS:_default' \
'--kind=[Only functions of this kind]:KIND:((scalar\:"Single numbers"
map\:"One number of each part of a row\: gated units, several outputs"
row\:"A whole row\: softmax"
stochastic\:"Random numbers too, in training; of any of these kinds"))' \
'--evidence=[Only formulas attested so\: framework-source, paper, two-transcriptions, one-transcription]:EVIDENCE:_default' \
'--smooth[Only those with a continuous derivative everywhere]' \
'--monotone[Only those that never turn]' \
'--bounded[Only those with values between two numbers]' \
'--trainable[Only those with parameters that networks learn]' \
'(--markdown)--json[Print an array of definitions as JSON]' \
'--markdown[Print a Markdown table]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::text -- What to look for\: a name, torch\:SiLU, a word, a formula:_default' \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
'*-p+[The value of a parameter; may be repeated]:NAME=VALUE:_default' \
'*--param=[The value of a parameter; may be repeated]:NAME=VALUE:_default' \
'--versus=[Another function beside it, in a second column, and the largest distance between them]:NAME|FORMULA:_default' \
'--sigma-b=[Standard deviation of the biases, for signals through depth]:S:_default' \
'--sigma-w=[Standard deviation of the weights times √fan-in, beside the usual initialisations]:S:_default' \
'--fan-in=[Inputs of a unit, for the weights'\'' recommended deviation]:N:_default' \
'--mean=[Mean of the normal pre-activation that the moments are of]:M:_default' \
'--variance=[Its variance]:V:_default' \
'--threshold=[The share of the largest slope below which a function is called saturated]:SHARE:_default' \
'--measure[Measure its time beside ReLU'\''s, and its errors in f32]' \
'(--markdown --html)--json[Print JSON]' \
'(--html)--markdown[Print Markdown]' \
'--html[Print a page of HTML]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':function -- A name (gelu, torch\:LeakyReLU) or a formula in x ("x*tanh(softplus(x))"):_default' \
&& ret=0
;;
(plot)
_arguments "${_arguments_options[@]}" : \
'*-p+[The value of a parameter, of one function; may be repeated]:NAME=VALUE:_default' \
'*--param=[The value of a parameter, of one function; may be repeated]:NAME=VALUE:_default' \
'*-d+[Orders of derivatives, 0 for the function itself; may be repeated]:N,…:_default' \
'*--derivative=[Orders of derivatives, 0 for the function itself; may be repeated]:N,…:_default' \
'*-r+[The stretch of the x axis; without it, one that shows what is interesting]:LO:_default:LO:_default' \
'*--range=[The stretch of the x axis; without it, one that shows what is interesting]:LO:_default:LO:_default' \
'-o+[Write a picture\: .svg, .png or .html]:FILE:_files' \
'--output=[Write a picture\: .svg, .png or .html]:FILE:_files' \
'--theme=[Colours of the picture]:THEME:((light\:"Dark on white"
dark\:"Light on near black"
auto\:"What the reader'\''s system prefers; light in a .png"))' \
'--width=[Pixels across \[default\: 800; 1600 for .png\]]:PIXELS:_default' \
'--height=[Pixels down \[default\: five eighths of the width\]]:PIXELS:_default' \
'--panels[Axes of its own for each order of derivative]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::functions -- Names (gelu, torch\:LeakyReLU) or formulas in x ("x*tanh(softplus(x))"):_default' \
&& ret=0
;;
(eval)
_arguments "${_arguments_options[@]}" : \
'*-p+[The value of a parameter; may be repeated]:NAME=VALUE:_default' \
'*--param=[The value of a parameter; may be repeated]:NAME=VALUE:_default' \
'-d+[Order of the derivative]:N:_default' \
'--derivative=[Order of the derivative]:N:_default' \
'(-d --derivative --vjp --gradient)--jvp=[The Jacobian times this vector, as long as the row]:V,…:_default' \
'(-d --derivative --gradient)--vjp=[This vector, as long as the results, times the Jacobian]:V,…:_default' \
'(-d --derivative)--gradient=[The derivative by this parameter]:NAME:_default' \
'--row=[Numbers in a row; all of them by default]:N:_default' \
'--seed=[Seed of the random numbers]:N:_default' \
'--dtype=[Element type\: numbers, then results, are rounded to it once \[default\: f64, or the file'\''s\]]:DTYPE:((f16\:"16-bit float of IEEE 754\: 11 binary digits, up to 65504"
bf16\:"bfloat16\: 8 binary digits, the range of f32"
f32\:"32-bit float"
f64\:"64-bit float"))' \
'(--jvp --vjp --row --train --json)--input=[Evaluate at the numbers of this .npy file; - is standard input]:FILE:_files' \
'--output=[Write the results to this .npy file; - is standard output]:FILE:_files' \
'--train[Draw the function'\''s random numbers, as in training]' \
'--json[Print JSON; infinities and NaN are strings]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':function -- A name (gelu, torch\:LeakyReLU) or a formula in x ("x*tanh(softplus(x))"):_default' \
'*::x -- Where to evaluate it; without any, numbers are read from standard input:_default' \
&& ret=0
;;
(choose)
_arguments "${_arguments_options[@]}" : \
'--target=[The column to predict; the last one by default]:COLUMN:_default' \
'--with=[The candidates\: names or formulas, separated by commas outside parentheses]:LIST:_default' \
'--seeds=[Seeds to compare the candidates on]:N:_default' \
'--threads=[Threads; all cores by default]:N:_default' \
'--json[Print the whole study as JSON]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::data -- A CSV file with a header; without one, the handwritten digits:_files' \
&& ret=0
;;
(bench)
_arguments "${_arguments_options[@]}" : \
'*--n=[Elements in a slice; by default 4096, 65536 and, if there is memory for it, 67108864]:N,…:_default' \
'--threads=[Threads that share a slice; by default both are measured]:1|all:((1\:"The command'\''s own"
all\:"All that the processor has"))' \
'--dtype=[Element type]:DTYPE:((f16\:"16-bit float of IEEE 754\: 11 binary digits, up to 65504"
bf16\:"bfloat16\: 8 binary digits, the range of f32"
f32\:"32-bit float"
f64\:"64-bit float"))' \
'--json[Print an array of figures as JSON]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::names -- Names or formulas; by default the functions that every framework ships:_default' \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
':shell -- The shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-help-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(plot)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(eval)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(choose)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(bench)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(completions)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_nonlin_commands] )) ||
_nonlin_commands() {
    local commands; commands=(
'list:List the activation functions, or find some' \
'explain:Say what a function is and does' \
'plot:Draw functions and their derivatives' \
'eval:Evaluate a function or its derivative' \
'choose:Train the same network with each function and rank them' \
'bench:Measure how fast this machine computes functions, beside its limits' \
'completions:Print completions for a shell' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__bench_commands] )) ||
_nonlin__subcmd__bench_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin bench commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__choose_commands] )) ||
_nonlin__subcmd__choose_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin choose commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__completions_commands] )) ||
_nonlin__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin completions commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__eval_commands] )) ||
_nonlin__subcmd__eval_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin eval commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__explain_commands] )) ||
_nonlin__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin explain commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help_commands] )) ||
_nonlin__subcmd__help_commands() {
    local commands; commands=(
'list:List the activation functions, or find some' \
'explain:Say what a function is and does' \
'plot:Draw functions and their derivatives' \
'eval:Evaluate a function or its derivative' \
'choose:Train the same network with each function and rank them' \
'bench:Measure how fast this machine computes functions, beside its limits' \
'completions:Print completions for a shell' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__bench_commands] )) ||
_nonlin__subcmd__help__subcmd__bench_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help bench commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__choose_commands] )) ||
_nonlin__subcmd__help__subcmd__choose_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help choose commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__completions_commands] )) ||
_nonlin__subcmd__help__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help completions commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__eval_commands] )) ||
_nonlin__subcmd__help__subcmd__eval_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help eval commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__explain_commands] )) ||
_nonlin__subcmd__help__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help explain commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__help_commands] )) ||
_nonlin__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__list_commands] )) ||
_nonlin__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help list commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__plot_commands] )) ||
_nonlin__subcmd__help__subcmd__plot_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help plot commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__list_commands] )) ||
_nonlin__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin list commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__plot_commands] )) ||
_nonlin__subcmd__plot_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin plot commands' commands "$@"
}

if [ "$funcstack[1]" = "_nonlin" ]; then
    _nonlin "$@"
else
    compdef _nonlin nonlin
fi
