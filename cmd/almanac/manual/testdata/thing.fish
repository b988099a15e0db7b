# fish completion for thing, made of its command line
function __thing_at
    set -l at
    for word in (commandline -opc)[2..]
        switch (string join ' ' -- $at $word)
            case 'serve' 'user' 'user add' 'user list'
                set at $at $word
        end
    end
    string join ' ' -- $at
end
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = ""' -f -a serve -d 'Serve the record.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = ""' -f -a user -d 'Accounts.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = ""' -l help -s h -d 'Show context-sensitive help.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = ""' -l media -r -d 'Where pictures are.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "serve"' -l addr -s a -r -d 'Where to listen; \'unix:FILE\' is a socket.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "serve"' -l json -d 'A back\\slash and $HOME… 中.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "serve"' -l help -s h -d 'Show context-sensitive help.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "serve"' -l media -r -d 'Where pictures are.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user"' -f -a add -d 'Make an account.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user"' -f -a list -d 'List them.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user"' -l help -s h -d 'Show context-sensitive help.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user"' -l media -r -d 'Where pictures are.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user add"' -l role -x -a 'viewer editor' -d 'What it may.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user add"' -l help -s h -d 'Show context-sensitive help.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user add"' -l media -r -d 'Where pictures are.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user list"' -l help -s h -d 'Show context-sensitive help.'
complete -c thing -n 'test (__thing_at | string collect --allow-empty) = "user list"' -l media -r -d 'Where pictures are.'
